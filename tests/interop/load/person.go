package main

import (
	"fmt"
	"sync"
	"time"

	"github.com/livekit/protocol/auth"
	"github.com/livekit/protocol/livekit"
	lksdk "github.com/livekit/server-sdk-go/v2"
	"github.com/pion/webrtc/v4"
)

// Somebody in the meeting. Shows one other large and all others small, as a client with tiles does.
type person struct {
	o              options
	room, identity string
	clip           *clip // nil: only receives
	failure        error
	began          time.Time
	connection     *lksdk.Room

	lock    sync.Mutex
	streams []*stream
}

func newPerson(o options, room, identity string, clip *clip) *person {
	return &person{o: o, room: room, identity: identity, clip: clip}
}

func (p *person) join() error {
	token, err := p.token()
	if err != nil {
		return err
	}
	callback := lksdk.NewRoomCallback()
	callback.OnTrackSubscribed = p.subscribed
	p.began = time.Now()
	connection, err := lksdk.ConnectToRoomWithToken(p.o.url, token, callback, lksdk.WithConnectTimeout(10*time.Second))
	if err != nil {
		return fmt.Errorf("join: %w", err)
	}
	p.connection = connection
	if p.clip == nil {
		return nil
	}
	if err := p.publish(); err != nil {
		connection.Disconnect()
		return fmt.Errorf("publish: %w", err)
	}
	return nil
}

func (p *person) token() (string, error) {
	yes := true
	grant := &auth.VideoGrant{RoomJoin: true, Room: p.room, CanPublish: &yes, CanSubscribe: &yes, CanPublishData: &yes}
	return auth.NewAccessToken(p.o.key, p.o.secret).
		SetVideoGrant(grant).
		SetIdentity(p.identity).
		SetName(p.identity).
		SetValidFor(2 * time.Hour).
		ToJWT()
}

func (p *person) publish() error {
	microphone, err := p.clip.microphone()
	if err != nil {
		return err
	}
	sound := &lksdk.TrackPublicationOptions{Name: "microphone", Source: livekit.TrackSource_MICROPHONE}
	if _, err := p.connection.LocalParticipant.PublishTrack(microphone, sound); err != nil {
		return err
	}
	camera, err := p.clip.camera(p.room + "-" + p.identity)
	if err != nil {
		return err
	}
	picture := &lksdk.TrackPublicationOptions{Name: "camera", Source: livekit.TrackSource_CAMERA}
	_, err = p.connection.LocalParticipant.PublishSimulcastTrack(camera, picture)
	return err
}

func (p *person) subscribed(track *webrtc.TrackRemote, publication *lksdk.RemoteTrackPublication, other *lksdk.RemoteParticipant) {
	video := track.Kind() == webrtc.RTPCodecTypeVideo
	large := video && other.Identity() == p.onStage()
	if video {
		shown := p.o.small
		if large {
			shown = p.o.large
		}
		publication.SetVideoDimensions(shown.width, shown.height)
	}
	s := &stream{video: video, large: large, from: other.Identity(), joined: p.began}
	p.lock.Lock()
	p.streams = append(p.streams, s)
	p.lock.Unlock()
	go s.read(track)
}

// Whom this person shows large: the first camera that is not their own.
func (p *person) onStage() string {
	if p.identity == "camera-00" {
		return "camera-01"
	}
	return "camera-00"
}

// How many streams of each kind should arrive.
func (p *person) expected(cameras int) int {
	if p.clip == nil {
		return cameras
	}
	return cameras - 1
}

// Whether so many streams of each kind have begun.
func (p *person) receives(wanted int) bool {
	sounds, pictures := 0, 0
	for _, s := range p.all() {
		first, whole := s.begun()
		if s.video && whole > 0 {
			pictures++
		}
		if !s.video && first > 0 {
			sounds++
		}
	}
	return sounds >= wanted && pictures >= wanted
}

func (p *person) all() []*stream {
	p.lock.Lock()
	defer p.lock.Unlock()
	return append([]*stream(nil), p.streams...)
}

func (p *person) begin() {
	for _, s := range p.all() {
		s.begin()
	}
}

func (p *person) end() {
	for _, s := range p.all() {
		s.end()
	}
}

func (p *person) leave() {
	p.connection.Disconnect()
}
