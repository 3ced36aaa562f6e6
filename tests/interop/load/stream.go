package main

import (
	"sync"
	"time"

	"github.com/pion/rtp/codecs"
	"github.com/pion/webrtc/v4"
)

// One track as one receiver gets it, counted by the sequence numbers of its packets.
type stream struct {
	video, large bool
	from         string
	joined       time.Time

	lock sync.Mutex
	// Time from joining to the first packet, and to the first picture that is complete from its first packet on.
	first, whole time.Duration
	seen         window
	packets      uint64
	bytes        uint64
	padding      uint64
	late         uint64
	interruption time.Duration
	lastMedia    time.Time
	picture      picture

	start, stop marks
}

// The counters at one moment.
type marks struct {
	set                           bool
	highest                       uint64
	packets, bytes, padding, late uint64
}

func (s *stream) read(track *webrtc.TrackRemote) {
	for {
		packet, _, err := track.ReadRTP()
		if err != nil {
			return
		}
		now := time.Now()
		s.lock.Lock()
		isNew, isLate := s.seen.saw(packet.SequenceNumber)
		if isNew {
			if len(packet.Payload) == 0 {
				s.padding++
			} else {
				s.packets++
				s.bytes += uint64(packet.Header.MarshalSize() + len(packet.Payload))
				if s.first == 0 {
					s.first = now.Sub(s.joined)
				}
				if !s.lastMedia.IsZero() && s.start.set && !s.stop.set {
					s.interruption = max(s.interruption, now.Sub(s.lastMedia))
				}
				s.lastMedia = now
				if s.video && s.whole == 0 && s.picture.completes(packet.SequenceNumber, packet.Marker, packet.Payload) {
					s.whole = now.Sub(s.joined)
				}
			}
			if isLate {
				s.late++
			}
		}
		s.lock.Unlock()
	}
}

func (s *stream) begun() (first, whole time.Duration) {
	s.lock.Lock()
	defer s.lock.Unlock()
	return s.first, s.whole
}

func (s *stream) begin() {
	s.lock.Lock()
	defer s.lock.Unlock()
	s.start = s.mark()
}

func (s *stream) end() {
	s.lock.Lock()
	defer s.lock.Unlock()
	s.stop = s.mark()
}

func (s *stream) mark() marks {
	return marks{true, s.seen.highest, s.packets, s.bytes, s.padding, s.late}
}

// How many packets between the two moments never came, and how many there were.
func (s *stream) lost() (lost, sent uint64) {
	if !s.start.set || !s.stop.set || s.stop.highest <= s.start.highest {
		return 0, 0
	}
	return s.seen.missing(s.start.highest+1, s.stop.highest), s.stop.highest - s.start.highest
}

// Which sequence numbers were seen, as numbers that do not wrap.
type window struct {
	begun   bool
	first   uint64
	highest uint64
	bits    []uint64
}

// The first number stands this far from zero, so that an earlier one that comes late has a place.
const origin = 1 << 16

func (w *window) saw(number uint16) (isNew, isLate bool) {
	if !w.begun {
		w.begun = true
		w.first = origin + uint64(number)
		w.highest = w.first
	}
	difference := int16(number - uint16(w.highest))
	at := uint64(int64(w.highest) + int64(difference))
	isLate = difference < 0
	if at < w.first {
		return false, isLate
	}
	index := at - w.first
	for uint64(len(w.bits)) <= index/64 {
		w.bits = append(w.bits, 0)
	}
	isNew = w.bits[index/64]&(1<<(index%64)) == 0
	w.bits[index/64] |= 1 << (index % 64)
	w.highest = max(w.highest, at)
	return isNew, isLate
}

func (w *window) missing(from, to uint64) uint64 {
	var count uint64
	for at := from; at <= to; at++ {
		index := at - w.first
		if index/64 >= uint64(len(w.bits)) || w.bits[index/64]&(1<<(index%64)) == 0 {
			count++
		}
	}
	return count
}

// Watches for the first key frame that arrives from its first packet to its last without a gap.
type picture struct {
	following bool
	next      uint16
}

func (p *picture) completes(number uint16, marker bool, payload []byte) bool {
	var vp8 codecs.VP8Packet
	body, err := vp8.Unmarshal(payload)
	if err != nil {
		return false
	}
	beginsKey := vp8.S == 1 && vp8.PID == 0 && len(body) > 0 && body[0]&1 == 0
	switch {
	case beginsKey:
		p.following = true
	case p.following && number == p.next:
	default:
		p.following = false
	}
	p.next = number + 1
	return p.following && marker
}
