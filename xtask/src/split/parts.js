// Fetches what comes after the first screen. The build puts this behind the JavaScript of wasm-bindgen, whose `wasm` and
// `__wbg_get_imports` it uses, and in the place of FILES the addresses: of the parts of the program, in their order, and
// then of what runs beside it and of the texts that come late.
const partFiles = FILES;

// A browser without WebAssembly, or with one that lacks references (a table of them is in these bytes), runs no program:
// the page itself says so.
const tableOfReferences = [0, 97, 115, 109, 1, 0, 0, 0, 4, 4, 1, 111, 0, 0];
if (typeof WebAssembly === "undefined" || !WebAssembly.validate(Uint8Array.from(tableOfReferences))) {
    document.documentElement.dataset.lacks = "program";
}

const partsAsked = {};
const partImports = () => ({ ...__wbg_get_imports(), first: wasm });

// Called by the client. The promise is kept once the part can be called, and is the same for everybody who asks.
function loadPart(name) {
    return askedOnce(name, fetchPart);
}

// Called by the client. The promise is kept with the bytes of a file.
function loadBytes(name) {
    return askedOnce(name, fetchBytes);
}

// Called by the client: where a file is.
function fileAddress(name) {
    return partFiles[name];
}

function askedOnce(name, ask) {
    return (partsAsked[name] ??= ask(name).catch((reason) => {
        delete partsAsked[name];
        throw reason;
    }));
}

async function fetchBytes(name) {
    const answer = await fetch(partFiles[name]);
    if (!answer.ok) throw answer.status;
    return answer.arrayBuffer();
}

async function fetchPart(name) {
    await WebAssembly.instantiate(await fetchBytes(name), partImports());
}

// Called by a stand-in: the program is in the middle of a call into a part that nobody waited for. The page stands
// still until the part is here. Should that fail, the program is lost, and the page is loaded anew once the server
// answers.
function earlyPart(number) {
    const name = Object.keys(partFiles)[number];
    document.documentElement.dataset.early = name;
    console.warn("needed early:", name);
    try {
        const request = new XMLHttpRequest();
        request.open("GET", partFiles[name], false);
        request.overrideMimeType("text/plain; charset=x-user-defined");
        request.send();
        const bytes = Uint8Array.from(request.responseText, (letter) => letter.charCodeAt(0) & 255);
        new WebAssembly.Instance(new WebAssembly.Module(bytes), partImports());
    } catch (reason) {
        const again = (answer) => answer.ok && location.reload();
        setInterval(() => fetch(location.href).then(again, () => {}), 3000);
        throw reason;
    }
}
