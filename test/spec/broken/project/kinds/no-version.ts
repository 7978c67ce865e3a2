export default { name: "no-version", ports: { in: {}, out: {} }, with: true, work: { run: async () => {} } };
