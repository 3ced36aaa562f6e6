// The ear, on the thread of the sound: hears one microphone with the program of `crates/senses` and posts numbers, ten
// times a second. It has no output, so no sound leaves it, and it keeps none.

// As many samples as the program takes at once (`senses::BLOCK`).
const BLOCK = 128;
const SILENCE = new Float32Array(BLOCK);

class Ear extends AudioWorkletProcessor {
    // The program comes as bytes: not every browser hands a compiled one to a worklet.
    constructor({ processorOptions }) {
        super();
        const { exports } = new WebAssembly.Instance(new WebAssembly.Module(processorOptions));
        // A number comes from WebAssembly, and what `process` returns must be true itself: with 1 Chromium takes a
        // processor that has no input yet for one that is done.
        this.open = Boolean(exports.ear_open(sampleRate));
        this.hear = exports.ear_hear;
        this.samples = new Float32Array(exports.memory.buffer, exports.ear_samples(), BLOCK);
        this.told = new Float64Array(exports.memory.buffer, exports.told());
        // The only message there is: nobody wants to know any more.
        this.port.onmessage = () => (this.open = false);
    }

    process([[samples = SILENCE]]) {
        for (let at = 0; at < samples.length; at += BLOCK) {
            const block = samples.subarray(at, at + BLOCK);
            this.samples.set(block);
            const numbers = this.hear(block.length);
            if (numbers) this.port.postMessage(this.told.slice(0, numbers));
        }
        return this.open;
    }
}

registerProcessor("ear", Ear);
