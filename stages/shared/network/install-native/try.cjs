// Loads the tfjs-node whose folder is the argument, and computes what is known by heart.
const util = require("node:util");

// tfjs-node calls these for each operation; Node 23 and newer lack them.
util.isNullOrUndefined ??= (value) => value === null || value === undefined;
util.isArray ??= Array.isArray;
process.env.TF_CPP_MIN_LOG_LEVEL ??= "2";

const tf = require(process.argv[2]);
const product = tf.matMul(tf.ones([2, 3]), tf.ones([3, 2]));
const gradient = tf.grad((filter) => tf.sum(tf.square(tf.conv2d(tf.ones([1, 3, 3, 1]), filter, 1, "valid"))))(tf.ones([2, 2, 1, 1]));
const found = [...product.dataSync(), ...gradient.dataSync()].join(" ");
const expected = "3 3 3 3 32 32 32 32";
if (found !== expected) throw new Error(`computed ${found} where ${expected} is right`);

const { binding, isUsingGpuDevice } = tf.backend();
const device = isUsingGpuDevice ? "a GPU" : "the processor";
process.stderr.write(`TensorFlow ${binding.TF_Version} works, on ${device}\n`);
if (process.argv[2].endsWith("-gpu") && !isUsingGpuDevice) {
  process.stderr.write(
    "warning: it finds no GPU that it can use, so `backend: native-gpu` will be refused here: look at `nvidia-smi`; a system without CUDA 12.5 and cuDNN 9 needs --cuda\n",
  );
}
