package main

import (
	"fmt"
	"os"
	"sort"
	"strconv"
	"strings"
	"syscall"
	"time"
)

func figures(o options, people, joined []*person, spent time.Duration, dropped uint64) map[string]any {
	var (
		sound, picture       totals
		firstSound, firstPic []float64
		allPics              []float64
		failures             []string
		missing              int
	)
	for _, p := range people {
		if p.failure != nil {
			failures = append(failures, p.failure.Error())
		}
	}
	for _, p := range joined {
		heard, seen := time.Duration(0), time.Duration(0)
		var latest time.Duration
		for _, s := range p.all() {
			first, whole := s.begun()
			if s.video {
				picture.add(s)
				seen = earliest(seen, whole)
				latest = max(latest, whole)
			} else {
				sound.add(s)
				heard = earliest(heard, first)
			}
		}
		// Who publishes joins before there is anybody to hear, so only those who came to receive are timed.
		if p.clip == nil {
			firstSound = appendMilliseconds(firstSound, heard)
			firstPic = appendMilliseconds(firstPic, seen)
			allPics = appendMilliseconds(allPics, latest)
		}
		if !p.receives(p.expected(o.cameras)) {
			missing++
		}
	}
	return map[string]any{
		"cameras": o.cameras, "listeners": o.listeners, "rooms": o.rooms, "seconds": o.seconds,
		"joined": len(joined), "join_failures": failures, "without_media": missing,
		"sound": sound.report(o.seconds), "picture": picture.report(o.seconds),
		"first_sound_ms": spread(firstSound), "first_picture_ms": spread(firstPic), "all_pictures_ms": spread(allPics),
		"generator": map[string]any{
			"cpu_seconds": spent.Seconds(), "rss_kb": ownMemory(),
			"udp_receive_drops": dropped,
		},
	}
}

type totals struct {
	streams                              int
	packets, bytes, padding, late        uint64
	lost, sent                           uint64
	large, largeBytes, small, smallBytes uint64
	longest                              time.Duration
}

func (t *totals) add(s *stream) {
	s.lock.Lock()
	defer s.lock.Unlock()
	lost, sent := s.lost()
	bytes := s.stop.bytes - s.start.bytes
	t.streams++
	t.packets += s.stop.packets - s.start.packets
	t.bytes += bytes
	t.padding += s.stop.padding - s.start.padding
	t.late += s.stop.late - s.start.late
	t.lost += lost
	t.sent += sent
	t.longest = max(t.longest, s.interruption)
	if s.large {
		t.large++
		t.largeBytes += bytes
	} else {
		t.small++
		t.smallBytes += bytes
	}
}

func (t *totals) report(seconds int) map[string]any {
	rate := func(bytes, streams uint64) float64 {
		if streams == 0 {
			return 0
		}
		return float64(bytes) * 8 / 1000 / float64(seconds) / float64(streams)
	}
	return map[string]any{
		"streams": t.streams, "packets": t.packets, "bytes": t.bytes, "padding": t.padding,
		"late": t.late, "lost": t.lost, "sent": t.sent, "longest_gap_ms": t.longest.Milliseconds(),
		"large_kbit_s": rate(t.largeBytes, t.large), "small_kbit_s": rate(t.smallBytes, t.small),
	}
}

func earliest(one, other time.Duration) time.Duration {
	if one == 0 || other != 0 && other < one {
		return other
	}
	return one
}

func appendMilliseconds(list []float64, time time.Duration) []float64 {
	if time == 0 {
		return list
	}
	return append(list, float64(time.Microseconds())/1000)
}

func spread(list []float64) map[string]any {
	if len(list) == 0 {
		return map[string]any{"count": 0}
	}
	sort.Float64s(list)
	at := func(part float64) float64 { return list[int(part*float64(len(list)-1))] }
	return map[string]any{"count": len(list), "median": at(0.5), "p95": at(0.95), "most": list[len(list)-1]}
}

func ownUsage() time.Duration {
	var usage syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &usage) != nil {
		return 0
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}

func ownMemory() uint64 {
	status, _ := os.ReadFile("/proc/self/status")
	for line := range strings.Lines(string(status)) {
		var kilobytes uint64
		if _, err := fmt.Sscanf(line, "VmRSS: %d kB", &kilobytes); err == nil {
			return kilobytes
		}
	}
	return 0
}

// How many datagrams the kernel dropped because one of our sockets did not read them in time: that loss is ours.
func countDrops() uint64 {
	var total uint64
	for _, table := range []string{"/proc/net/udp", "/proc/net/udp6"} {
		content, err := os.ReadFile(table)
		if err != nil {
			continue
		}
		own := ownSockets()
		for line := range strings.Lines(string(content)) {
			fields := strings.Fields(line)
			if len(fields) < 13 || !own[fields[9]] {
				continue
			}
			drops, _ := strconv.ParseUint(fields[12], 10, 64)
			total += drops
		}
	}
	return total
}

// The inodes of this process's sockets.
func ownSockets() map[string]bool {
	sockets := make(map[string]bool)
	files, _ := os.ReadDir("/proc/self/fd")
	for _, file := range files {
		target, err := os.Readlink("/proc/self/fd/" + file.Name())
		if inode, is := strings.CutPrefix(target, "socket:["); err == nil && is {
			sockets[strings.TrimSuffix(inode, "]")] = true
		}
	}
	return sockets
}
