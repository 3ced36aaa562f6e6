// Command load puts a meeting of real participants under load: LiveKit's own Go SDK publishes VP8 in three layers and
// Opus, and counts what every receiver gets.
//
// It measures and does not judge, and knows nothing of the server but its address and a key. On standard output it
// speaks one JSON object a line: {"event":"measuring"} when everybody receives what they should, {"event":"measured"}
// when the time is over, and at last the figures. Who looks at the server's process reads its counters at these moments.
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"log"
	"os"
	"sync"
	"time"

	"github.com/go-logr/logr"
	protocol "github.com/livekit/protocol/logger"
	lksdk "github.com/livekit/server-sdk-go/v2"
)

type options struct {
	url, key, secret, room string
	media                  string
	cameras, listeners     int
	rooms                  int
	seconds                int
	large, small           size
	verbose                bool
}

// A size of picture in which a participant shows another one.
type size struct{ width, height uint32 }

func main() {
	var o options
	flag.StringVar(&o.url, "url", "ws://127.0.0.1:7880", "address of the server")
	flag.StringVar(&o.key, "key", "devkey", "name of the key that signs tokens")
	flag.StringVar(&o.secret, "secret", "", "the key's secret; better in the environment, as LOAD_SECRET")
	flag.StringVar(&o.room, "room", "load", "name of the room, or the beginning of the names of several")
	flag.StringVar(&o.media, "media", "", "folder with q.ivf, h.ivf, f.ivf and sound.ogg")
	flag.IntVar(&o.cameras, "cameras", 1, "how many publish camera and microphone")
	flag.IntVar(&o.listeners, "listeners", 10, "how many only receive")
	flag.IntVar(&o.rooms, "rooms", 1, "how many rooms, each with so many cameras and listeners")
	flag.IntVar(&o.seconds, "seconds", 5, "how long to measure")
	flag.BoolVar(&o.verbose, "verbose", false, "let the SDK log to standard error")
	flag.Parse()
	o.large, o.small = size{1280, 720}, size{320, 180}
	if o.secret == "" {
		o.secret = os.Getenv("LOAD_SECRET")
	}
	log.SetOutput(os.Stderr)
	if !o.verbose {
		log.SetOutput(io.Discard)
		lksdk.SetLogger(protocol.LogRLogger(logr.Discard()))
	}
	if err := run(o); err != nil {
		fmt.Fprintln(os.Stderr, "load:", err)
		os.Exit(1)
	}
}

func run(o options) error {
	clip, err := readClip(o.media)
	if err != nil {
		return err
	}
	var people []*person
	for room := range o.rooms {
		name := o.room
		if o.rooms > 1 {
			name = fmt.Sprintf("%s-%d", o.room, room)
		}
		for number := range o.cameras {
			people = append(people, newPerson(o, name, fmt.Sprintf("camera-%02d", number), clip))
		}
		for number := range o.listeners {
			people = append(people, newPerson(o, name, fmt.Sprintf("listener-%02d", number), nil))
		}
	}
	joined := joinAll(people)
	defer leaveAll(joined)
	awaitMedia(joined, o, 20*time.Second)

	// What joining stirred up has settled: key frames are sent, estimates have grown.
	time.Sleep(2 * time.Second)
	kernel := countDrops()
	usage := ownUsage()
	for _, p := range joined {
		p.begin()
	}
	say(map[string]any{"event": "measuring"})
	time.Sleep(time.Duration(o.seconds) * time.Second)
	say(map[string]any{"event": "measured"})
	for _, p := range joined {
		p.end()
	}
	spent := ownUsage() - usage
	dropped := countDrops() - kernel
	// What was asked for again is on its way.
	time.Sleep(500 * time.Millisecond)
	say(figures(o, people, joined, spent, dropped))
	return nil
}

// A few at a time come through the door, as people do at the beginning of a meeting.
func joinAll(people []*person) []*person {
	const atOnce = 4
	var (
		group sync.WaitGroup
		lock  sync.Mutex
		all   []*person
		door  = make(chan struct{}, atOnce)
	)
	for _, p := range people {
		group.Add(1)
		door <- struct{}{}
		go func() {
			defer group.Done()
			defer func() { <-door }()
			if err := p.join(); err != nil {
				p.failure = err
				return
			}
			lock.Lock()
			defer lock.Unlock()
			all = append(all, p)
		}()
	}
	group.Wait()
	return all
}

func leaveAll(people []*person) {
	var group sync.WaitGroup
	for _, p := range people {
		group.Go(p.leave)
	}
	group.Wait()
}

// Waits until everybody has sound and a picture of every camera but their own.
func awaitMedia(people []*person, o options, patience time.Duration) {
	deadline := time.Now().Add(patience)
	for time.Now().Before(deadline) {
		waiting := 0
		for _, p := range people {
			if !p.receives(p.expected(o.cameras)) {
				waiting++
			}
		}
		if waiting == 0 {
			return
		}
		time.Sleep(20 * time.Millisecond)
	}
}

func say(message map[string]any) {
	line, err := json.Marshal(message)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(string(line))
}
