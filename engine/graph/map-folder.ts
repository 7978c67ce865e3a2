/** Where a mapped stage finds the files of one start and leaves what it makes of them, project-relative; `@` is filled in for each start. */
export const mapToken = ".millrace/map/@/";
