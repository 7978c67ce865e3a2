import { expect, test } from "vitest";
import { liftParams } from "../../../engine/init/trace/lift-params.ts";

test("a number behind an option is a parameter, as it was written", () => {
  expect(liftParams("python train.py --epochs 5 --learning-rate=1e-3 --name wine --offset -2 -v 3")).toEqual({
    command:
      "python train.py --epochs ${{ params.epochs }} --learning-rate=${{ params.learning_rate }} --name wine --offset ${{ params.offset }} -v 3",
    params: { epochs: "5", learning_rate: "1e-3", offset: "-2" },
  });
});

test.each([
  ["a number that YAML would read otherwise", "sh run.sh --id 007 --big 12345678901234567890 --part 1_000 --hex 0x10"],
  ["an option that is named twice", "sh run.sh --layer 3 --layer 4"],
  ["quotes", 'sh run.sh --title "wine 5" --epochs 5'],
  ["a second command", "sh a.sh --epochs 5 && sh b.sh --epochs 5"],
  ["a pipe", "sh a.sh --epochs 5 | sort"],
  ["a variable", "sh a.sh --epochs $EPOCHS --seed 5"],
  ["a positional number", "sh a.sh 5"],
])("is sure, or leaves the command as it is: %s", (_what, command) => {
  expect(liftParams(command)).toEqual({ command, params: {} });
});
