// What is said and what comes back of it, heard on the thread of the sound and therefore by one clock: compares the two
// with the program of `crates/senses` and posts numbers, once a second. What came back is kept as long as this lives, for
// the member alone to hear.

// As many samples as the program takes at once (`senses::BLOCK`).
const BLOCK = 128;
const SILENCE = new Float32Array(BLOCK);
// As much as the program compares.
const KEPT_SECONDS = 12;

class Echo extends AudioWorkletProcessor {
    // The program comes as bytes: not every browser hands a compiled one to a worklet.
    constructor({ processorOptions }) {
        super();
        const { exports } = new WebAssembly.Instance(new WebAssembly.Module(processorOptions));
        this.open = Boolean(exports.echo_open(sampleRate));
        this.hear = exports.echo_hear;
        this.compare = exports.echo_compare;
        this.samples = new Float32Array(exports.memory.buffer, exports.ear_samples(), BLOCK);
        this.told = new Float64Array(exports.memory.buffer, exports.told());
        this.kept = new Float32Array(KEPT_SECONDS * sampleRate);
        this.heard = 0;
        // The only message there is: it is over, and what came is to be handed out.
        this.port.onmessage = () => {
            this.open = false;
            const from = this.heard % this.kept.length;
            const sound = new Float32Array(Math.min(this.heard, this.kept.length));
            const older = this.heard > this.kept.length ? this.kept.subarray(from) : [];
            sound.set(older);
            sound.set(this.kept.subarray(0, sound.length - older.length), older.length);
            this.port.postMessage(sound, [sound.buffer]);
        };
    }

    process([[sent = SILENCE], [came = SILENCE]]) {
        this.take(0, sent);
        this.take(1, came);
        for (const sample of came) this.kept[this.heard++ % this.kept.length] = sample;
        if (this.heard % sampleRate < came.length) {
            const numbers = this.compare();
            if (numbers) this.port.postMessage(this.told.slice(0, numbers));
        }
        return this.open;
    }

    take(which, block) {
        for (let at = 0; at < block.length; at += BLOCK) {
            const part = block.subarray(at, at + BLOCK);
            this.samples.set(part);
            this.hear(which, part.length);
        }
    }
}

registerProcessor("echo", Echo);
