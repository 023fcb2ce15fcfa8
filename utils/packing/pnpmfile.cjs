/**
 * What published packages name beside what the workspace needs: the packages of native kernels, one for each platform that
 * they are built and tested on, which are made by utils/pack-native.mjs and are in no workspace.
 */
const PLATFORMS = ['linux-x64', 'linux-arm64'];

module.exports = {
  hooks: {
    beforePacking(manifest) {
      if (manifest.name !== '@anodec/kernels') return manifest;
      const prebuilt = PLATFORMS.map((place) => [`${manifest.name}-${place}`, manifest.version]);
      return { ...manifest, optionalDependencies: Object.fromEntries(prebuilt) };
    },
  },
};
