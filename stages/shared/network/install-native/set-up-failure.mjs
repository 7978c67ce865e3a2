/** What a user can mend: what is wrong, and what to do. */
export class SetUpFailure extends Error {
  constructor(message, hint, exitCode = 1) {
    super(message);
    this.hint = hint;
    this.exitCode = exitCode;
  }
}
