// Installs TensorFlow's own library where `backend: native-cpu` or `native-gpu` looks for it: native/cpu or native/gpu of a project.
// The library comes from TensorFlow's Python wheel, the binding is compiled here; nothing of it belongs to `npm ci`.
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { buildAddon } from "./build-addon.mjs";
import { needDisk, needPrograms, needSystem } from "./needs.mjs";
import { fetchPackages } from "./packages.mjs";
import { runProgram } from "./run-program.mjs";
import { SetUpFailure } from "./set-up-failure.mjs";
import { StagingFolder } from "./staging-folder.mjs";
import { tell } from "./tell.mjs";
import { unpackWheel } from "./unpack-wheel.mjs";
import { matchWheels, obtainWheel } from "./wheel.mjs";

const usage = `npm run native -- [--gpu] [--cuda] [--wheel FILE]... [--project FOLDER]

  --gpu             tfjs-node-gpu on TensorFlow for CUDA, into native/gpu; without it tfjs-node, into native/cpu
  --cuda            with --gpu: NVIDIA's libraries, too, where the system has no CUDA 12.5 and cuDNN 9 (1.8 GB)
  --wheel FILE      a wheel that is already here, in the place of its download; may be repeated
  --project FOLDER  the project, or a folder above several; here by default
`;

const text = (name) => readFileSync(new URL(name, import.meta.url), "utf8");

function readOptions() {
  const flag = { type: "boolean", default: false };
  const options = {
    gpu: flag,
    cuda: flag,
    help: flag,
    wheel: { type: "string", multiple: true, default: [] },
    project: { type: "string", default: "." },
  };
  try {
    const { values } = parseArgs({ options });
    if (values.cuda && !values.gpu) throw new Error("--cuda goes with --gpu");
    return values;
  } catch (error) {
    throw new SetUpFailure(error.message, usage, 2);
  }
}

async function install({ gpu, cuda, wheel: given, project }) {
  const variant = gpu ? "gpu" : "cpu";
  const pins = JSON.parse(text("wheels.json"));
  needSystem();
  const wheels = await matchWheels([...pins[variant], ...(cuda ? pins.cuda : [])], given);
  await needPrograms({ pip: wheels.some(({ file }) => file === undefined) });
  const staging = new StagingFolder({ parent: resolve(project, "native"), name: variant });
  needDisk(staging.parent, { cpu: 1.5, gpu: cuda ? 6.5 : 3 }[variant]);

  const packages = await fetchPackages({ folder: staging.path, variant });
  for (const { pin, file } of wheels) {
    const wheel = await obtainWheel({ pin, file, folder: staging.path });
    await unpackWheel({ wheel, into: packages.libraries, yauzl: packages.require("yauzl") });
    wheel.discard();
  }
  await buildAddon(packages);
  tell("trying a product of matrices and the gradient of a convolution");
  await runProgram(process.execPath, [new URL("try.cjs", import.meta.url).pathname, packages.tensorflow], {
    why: "TensorFlow was put together, but does not work here",
    hint: "what it printed above names the library or the numbers; please report it",
  });
  staging.publish();
  tell(`done: ${staging.target}. Write \`backend: native-${variant}\` in a train stage's \`with\``);
}

try {
  const options = readOptions();
  if (options.help) process.stdout.write(usage);
  else await install(options);
} catch (error) {
  if (!(error instanceof SetUpFailure)) throw error;
  process.stderr.write(`error: ${error.message}\nhint: ${error.hint}\n`);
  process.exitCode = error.exitCode;
}
