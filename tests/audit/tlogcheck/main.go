// Command tlogcheck checks an exported audit log with code that nobody of Charter wrote: golang.org/x/mod/sumdb, which
// is what the Go toolchain itself checks its module log with. Only the reading of the bundle's lines is done here.
//
// Usage: tlogcheck BUNDLE [CONSISTENCY.json]; exit code 0 when everything holds, 1 when something does not.
package main

import (
	"bufio"
	"bytes"
	"crypto/ed25519"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"os"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

type keyChange struct {
	Statement string `json:"statement"`
	ByOld     []byte `json:"by_old"`
	ByNew     []byte `json:"by_new"`
}

type anchor struct {
	Checkpoint string   `json:"checkpoint"`
	Entry      string   `json:"entry"`
	Seq        int64    `json:"seq"`
	Proof      [][]byte `json:"proof"`
}

type header struct {
	Origin      string      `json:"origin"`
	Complete    bool        `json:"complete"`
	Keys        []string    `json:"keys"`
	KeyChanges  []keyChange `json:"key_changes"`
	Checkpoints []string    `json:"checkpoints"`
	Anchor      *anchor     `json:"anchor"`
}

type record struct {
	Seq    int64    `json:"seq"`
	Proof  [][]byte `json:"proof"`
	Pruned []byte   `json:"pruned"`
	End    bool     `json:"end"`
}

type consistency struct {
	First  int64    `json:"first"`
	Second int64    `json:"second"`
	Proof  [][]byte `json:"proof"`
}

type checkpoint struct {
	origin string
	size   int64
	root   tlog.Hash
}

// fail ends the program: something does not hold.
func fail(format string, values ...any) {
	fmt.Printf("BAD: "+format+"\n", values...)
	os.Exit(1)
}

func must[T any](value T, err error) T {
	if err != nil {
		fail("%v", err)
	}
	return value
}

func hash(data []byte) (hash tlog.Hash) {
	if len(data) != tlog.HashSize {
		fail("a hash of %d bytes", len(data))
	}
	copy(hash[:], data)
	return hash
}

func hashes(proof [][]byte) (hashes []tlog.Hash) {
	for _, each := range proof {
		hashes = append(hashes, hash(each))
	}
	return hashes
}

// publicKey returns the Ed25519 key in a verifier key of a signed note.
func publicKey(verifierKey string) ed25519.PublicKey {
	parts := strings.SplitN(verifierKey, "+", 3)
	material := must(base64.StdEncoding.DecodeString(parts[2]))
	return ed25519.PublicKey(material[1:])
}

// keyAt returns which key signs a log at a size: the bundle's, or one that a change came after.
func (bundle header) keyAt(origin string, size int64) string {
	found, smallest := "", int64(-1)
	for _, key := range bundle.Keys {
		if strings.HasPrefix(key, origin+"+") {
			found = key
		}
	}
	for _, change := range bundle.KeyChanges {
		lines := strings.Split(change.Statement, "\n")
		if !strings.HasPrefix(lines[2], origin+"+") {
			continue
		}
		message := []byte(change.Statement)
		if !ed25519.Verify(publicKey(lines[2]), message, change.ByOld) ||
			!ed25519.Verify(publicKey(lines[3]), message, change.ByNew) {
			fail("a change of the key is not signed by both")
		}
		until := must(strconv.ParseInt(lines[1], 10, 64))
		if size <= until && (smallest < 0 || until < smallest) {
			found, smallest = lines[2], until
		}
	}
	return found
}

// open returns what a signed note says, once its signature was checked.
func (bundle header) open(text string) checkpoint {
	lines := strings.Split(text, "\n")
	size := must(strconv.ParseInt(lines[1], 10, 64))
	verifier := must(note.NewVerifier(bundle.keyAt(lines[0], size)))
	opened := must(note.Open([]byte(text), note.VerifierList(verifier)))
	signed := strings.Split(opened.Text, "\n")
	return checkpoint{signed[0], size, hash(must(base64.StdEncoding.DecodeString(signed[2])))}
}

// storage keeps the hashes of a growing tree, as tlog numbers them.
type storage []tlog.Hash

func (stored storage) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	read := make([]tlog.Hash, 0, len(indexes))
	for _, index := range indexes {
		read = append(read, stored[index])
	}
	return read, nil
}

func main() {
	file := must(os.Open(os.Args[1]))
	lines := bufio.NewReaderSize(file, 1<<20)
	var bundle header
	if err := json.Unmarshal(must(lines.ReadBytes('\n')), &bundle); err != nil {
		fail("the header: %v", err)
	}
	roots, newest := map[int64]tlog.Hash{}, checkpoint{}
	for _, text := range bundle.Checkpoints {
		each := bundle.open(text)
		if each.origin != bundle.Origin {
			fail("a checkpoint of %s", each.origin)
		}
		roots[each.size] = each.root
		if each.size > newest.size {
			newest = each
		}
	}
	records := check(bundle, lines, roots, newest)
	anchored := bundle.Anchor != nil
	if anchored {
		overall, of := bundle.open(bundle.Anchor.Checkpoint), bundle.Anchor
		leaf := tlog.RecordHash([]byte(of.Entry))
		if err := tlog.CheckRecord(hashes(of.Proof), overall.size, overall.root, of.Seq, leaf); err != nil {
			fail("the root in the installation's log: %v", err)
		}
	}
	proofs := 0
	if len(os.Args) > 2 {
		var given []consistency
		if err := json.Unmarshal(must(os.ReadFile(os.Args[2])), &given); err != nil {
			fail("the consistency proofs: %v", err)
		}
		for _, each := range given {
			err := tlog.CheckTree(hashes(each.Proof), each.Second, roots[each.Second], each.First, roots[each.First])
			if err != nil {
				fail("from %d to %d: %v", each.First, each.Second, err)
			}
			proofs++
		}
	}
	fmt.Printf("good: %d records, %d checkpoints, %d consistency proofs, anchored %t\n",
		records, len(roots), proofs, anchored)
}

// check goes through the records: a whole log is hashed anew, of a part each record's own proof is checked.
func check(bundle header, lines *bufio.Reader, roots map[int64]tlog.Hash, newest checkpoint) int64 {
	var stored storage
	var count int64
	for {
		line := bytes.TrimSuffix(must(lines.ReadBytes('\n')), []byte("\n"))
		var text []byte
		if bytes.HasPrefix(line, []byte(`{"entry":`)) {
			end := bytes.LastIndex(line, []byte(`,"seq":`))
			text = line[len(`{"entry":`):end]
			line = append([]byte("{"), line[end+1:]...)
		}
		var each record
		if err := json.Unmarshal(line, &each); err != nil {
			fail("record %d: %v", count, err)
		}
		if each.End {
			break
		}
		leaf := tlog.RecordHash(text)
		if each.Pruned != nil {
			leaf = hash(each.Pruned)
		}
		if !bundle.Complete {
			if err := tlog.CheckRecord(hashes(each.Proof), newest.size, newest.root, each.Seq, leaf); err != nil {
				fail("record %d: %v", each.Seq, err)
			}
			count++
			continue
		}
		if each.Seq != count {
			fail("record %d is where %d should be", each.Seq, count)
		}
		stored = append(stored, must(tlog.StoredHashesForRecordHash(count, leaf, stored))...)
		count++
		if root, signed := roots[count]; signed && must(tlog.TreeHash(count, stored)) != root {
			fail("the signed root of size %d is another one", count)
		}
	}
	if bundle.Complete && count != newest.size {
		fail("%d records, and %d are signed", count, newest.size)
	}
	return count
}
