// The eye, in a worker: scales the pictures of one camera down, sees them with the program of `crates/senses` and posts
// numbers for each. It keeps one small picture, which the next one covers.

// The longer side of what is seen, and the least of the shorter one (`signals::Frame`), in pixels.
const SIDE = 64;
const SHORTEST = 8;

let program, pixels;
const context = new OffscreenCanvas(SIDE, SIDE).getContext("2d", { willReadFrequently: true });

// First the program comes, as bytes; then pictures, each with its time in milliseconds, the number of those that came
// since the last one, and whether the eye is to begin anew.
onmessage = ({ data: { bytes, picture, now, came, anew } }) => {
    if (bytes) {
        program = new WebAssembly.Instance(new WebAssembly.Module(bytes)).exports;
        pixels = new Uint8Array(program.memory.buffer, program.eye_pixels());
        return;
    }
    const { displayWidth, displayHeight } = picture;
    const scaled = (side) => Math.max(Math.round((side * SIDE) / Math.max(displayWidth, displayHeight)), SHORTEST);
    const [width, height] = [scaled(displayWidth), scaled(displayHeight)];
    context.drawImage(picture, 0, 0, width, height);
    // Cameras have few of them to give.
    picture.close();
    pixels.set(context.getImageData(0, 0, width, height).data);
    if (anew) program.eye_open();
    const numbers = program.eye_see(now, came, width, height);
    postMessage(new Float64Array(program.memory.buffer, program.told(), numbers).slice());
};
