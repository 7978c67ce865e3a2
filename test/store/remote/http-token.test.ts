import { expect, test } from "vitest";
import { tokenFor } from "../../../engine/store/remote/http-transport.ts";

test.each([
  ["artifacts.example.org", "artifacts.example.org=s3cret=", "s3cret="],
  ["localhost:8080", "localhost:8080=s3cret", "s3cret"],
  ["localhost:8081", "localhost:8080=s3cret", undefined],
  ["evil.example.org", "artifacts.example.org=s3cret", undefined],
  ["artifacts.example.org.evil.example", "artifacts.example.org=s3cret", undefined],
  ["artifacts.example.org", "s3cret", undefined],
  ["artifacts.example.org", undefined, undefined],
])("to %s goes of %s: %s", (host, variable, token) => {
  expect(tokenFor(host, variable)).toBe(token);
});
