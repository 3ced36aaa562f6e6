// Fetches the later parts of the program. The build puts this behind the JavaScript of wasm-bindgen, whose `wasm` and
// `__wbg_get_imports` it uses, and the addresses of the parts in the place of FILES.
const partFiles = FILES;
const partsAsked = {};
const partImports = () => ({ ...__wbg_get_imports(), first: wasm });

// Called by the client. The promise is kept once the part can be called, and is the same for everybody who asks.
function loadPart(name) {
    return (partsAsked[name] ??= fetchPart(name).catch((reason) => {
        delete partsAsked[name];
        throw reason;
    }));
}

async function fetchPart(name) {
    const answer = await fetch(partFiles[name]);
    if (!answer.ok) throw answer.status;
    await WebAssembly.instantiate(await answer.arrayBuffer(), partImports());
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
