package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sync/atomic"
	"time"

	"github.com/livekit/protocol/livekit"
	lksdk "github.com/livekit/server-sdk-go/v2"
	"github.com/livekit/server-sdk-go/v2/pkg/oggreader"
	"github.com/pion/rtcp"
	"github.com/pion/webrtc/v4"
	"github.com/pion/webrtc/v4/pkg/media"
	"github.com/pion/webrtc/v4/pkg/media/ivfreader"
)

// What everybody who has a camera shows and says, again and again.
type clip struct {
	layers []layer
	sound  [][]byte
}

type layer struct {
	quality       livekit.VideoQuality
	width, height uint32
	frames        []frame
	each          time.Duration
}

type frame struct {
	data []byte
	key  bool
}

func readClip(folder string) (*clip, error) {
	c := &clip{}
	for _, wanted := range []struct {
		file    string
		quality livekit.VideoQuality
	}{{"q.ivf", livekit.VideoQuality_LOW}, {"h.ivf", livekit.VideoQuality_MEDIUM}, {"f.ivf", livekit.VideoQuality_HIGH}} {
		l, err := readLayer(filepath.Join(folder, wanted.file))
		if err != nil {
			return nil, fmt.Errorf("%s: %w", wanted.file, err)
		}
		l.quality = wanted.quality
		c.layers = append(c.layers, l)
	}
	sound, err := readSound(filepath.Join(folder, "sound.ogg"))
	if err != nil {
		return nil, fmt.Errorf("sound.ogg: %w", err)
	}
	c.sound = sound
	return c, nil
}

func readLayer(path string) (layer, error) {
	var l layer
	file, err := os.Open(path)
	if err != nil {
		return l, err
	}
	defer file.Close()
	reader, header, err := ivfreader.NewWith(file)
	if err != nil {
		return l, err
	}
	l.width, l.height = uint32(header.Width), uint32(header.Height)
	l.each = time.Second * time.Duration(header.TimebaseNumerator) / time.Duration(header.TimebaseDenominator)
	for {
		data, _, err := reader.ParseNextFrame()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return l, err
		}
		// RFC 6386, 9.1: the lowest bit of the first byte is 0 in a key frame.
		l.frames = append(l.frames, frame{data: data, key: len(data) > 0 && data[0]&1 == 0})
	}
	if len(l.frames) == 0 || !l.frames[0].key {
		return l, errors.New("no frames, or not a key frame first")
	}
	return l, nil
}

func readSound(path string) ([][]byte, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	reader, _, err := oggreader.NewOggReader(file)
	if err != nil {
		return nil, err
	}
	var packets [][]byte
	for {
		packet, err := reader.ReadPacket()
		if errors.Is(err, io.EOF) {
			return packets, nil
		}
		if err != nil {
			return nil, err
		}
		packets = append(packets, append([]byte(nil), packet...))
	}
}

// A track for every layer. Asked for a key frame, a layer goes on at the clip's beginning, as an encoder would make
// one on the spot.
func (c *clip) camera(id string) ([]*lksdk.LocalTrack, error) {
	var tracks []*lksdk.LocalTrack
	for _, l := range c.layers {
		source := &pictures{layer: l}
		codec := webrtc.RTPCodecCapability{MimeType: webrtc.MimeTypeVP8, ClockRate: 90000}
		track, err := lksdk.NewLocalTrack(codec,
			lksdk.WithSimulcast(id, &livekit.VideoLayer{Quality: l.quality, Width: l.width, Height: l.height}),
			lksdk.WithRTCPHandler(source.told))
		if err != nil {
			return nil, err
		}
		if err := track.StartWrite(source, nil); err != nil {
			return nil, err
		}
		tracks = append(tracks, track)
	}
	return tracks, nil
}

func (c *clip) microphone() (*lksdk.LocalTrack, error) {
	codec := webrtc.RTPCodecCapability{MimeType: webrtc.MimeTypeOpus, ClockRate: 48000, Channels: 2}
	track, err := lksdk.NewLocalTrack(codec)
	if err != nil {
		return nil, err
	}
	return track, track.StartWrite(&words{packets: c.sound}, nil)
}

type pictures struct {
	lksdk.BaseSampleProvider
	layer     layer
	next      int
	keyWanted atomic.Bool
}

func (p *pictures) told(packet rtcp.Packet) {
	switch packet.(type) {
	case *rtcp.PictureLossIndication, *rtcp.FullIntraRequest:
		p.keyWanted.Store(true)
	}
}

func (p *pictures) NextSample(context.Context) (media.Sample, error) {
	if p.keyWanted.Swap(false) {
		p.next = 0
	}
	f := p.layer.frames[p.next]
	p.next = (p.next + 1) % len(p.layer.frames)
	return media.Sample{Data: f.data, Duration: p.layer.each}, nil
}

type words struct {
	lksdk.BaseSampleProvider
	packets [][]byte
	next    int
}

// Every packet is as loud as speech, so that speakers are told as in a meeting.
func (w *words) CurrentAudioLevel() uint8 { return 20 }

func (w *words) NextSample(context.Context) (media.Sample, error) {
	data := w.packets[w.next]
	w.next = (w.next + 1) % len(w.packets)
	return media.Sample{Data: data, Duration: 20 * time.Millisecond}, nil
}
