import { tellHistories } from "./tell.ts";

tellHistories(0);
