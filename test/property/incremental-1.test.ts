import { tellHistories } from "./histories.ts";

tellHistories(0);
