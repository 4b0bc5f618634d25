// Checks a folder that the tests wrote, with the Go project's own packages and nothing of ours: checkpoints with sumdb/note, inclusion and
// consistency with sumdb/tlog, and proofs that tlog makes itself from our tiles. Prints what it refused and what it took.
package main

import (
	"bufio"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

var folder = os.Args[1]

func fail(format string, args ...interface{}) {
	fmt.Printf("FAILED "+format+"\n", args...)
	os.Exit(1)
}

func read(name string) []byte {
	bytes, err := os.ReadFile(filepath.Join(folder, name))
	if err != nil {
		fail("%v", err)
	}
	return bytes
}

// checkpoint opens a signed checkpoint and reads its three lines: tlog.ParseTree wants the go.sum database's own first line.
func checkpoint(signed []byte) (tlog.Tree, error) {
	verifier, err := note.NewVerifier(strings.TrimSpace(string(read("key"))))
	if err != nil {
		fail("the key: %v", err)
	}
	opened, err := note.Open(signed, note.VerifierList(verifier))
	if err != nil {
		return tlog.Tree{}, err
	}
	lines := strings.Split(opened.Text, "\n")
	if lines[0] != verifier.Name() {
		fail("the origin is %q", lines[0])
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil {
		fail("the size: %v", err)
	}
	return tlog.Tree{N: size, Hash: hash(lines[2])}, nil
}

func hash(text string) tlog.Hash {
	var h tlog.Hash
	bytes, err := base64.StdEncoding.DecodeString(text)
	if err != nil || len(bytes) != len(h) {
		fail("a hash: %q", text)
	}
	copy(h[:], bytes)
	return h
}

// proof splits one of our proof files into its number, its hashes and the checkpoint below them.
func proof(name, first string) (int64, []tlog.Hash, tlog.Tree) {
	parts := strings.SplitN(string(read(name)), "\n\n", 2)
	var number int64
	var hashes []tlog.Hash
	scanner := bufio.NewScanner(strings.NewReader(parts[0]))
	for scanner.Scan() {
		line := scanner.Text()
		if strings.HasPrefix(line, first) {
			number, _ = strconv.ParseInt(line[len(first):], 10, 64)
		} else if line != "c2sp.org/tlog-proof@v1" {
			hashes = append(hashes, hash(line))
		}
	}
	tree, err := checkpoint([]byte(parts[1]))
	if err != nil {
		fail("%s: %v", name, err)
	}
	return number, hashes, tree
}

type tiles struct{}

func (tiles) Height() int                                { return 8 }
func (tiles) SaveTiles(tiles []tlog.Tile, data [][]byte) {}
func (tiles) ReadTiles(wanted []tlog.Tile) ([][]byte, error) {
	var all [][]byte
	for _, tile := range wanted {
		// C2SP tlog-tiles names no height.
		bytes, err := os.ReadFile(filepath.Join(folder, "tile", strings.TrimPrefix(tile.Path(), "tile/8/")))
		if err != nil {
			return nil, err
		}
		all = append(all, bytes)
	}
	return all, nil
}

// cosigner is a note.Verifier of c2sp.org/tlog-cosignature, written from the specification.
type cosigner struct {
	name string
	id   uint32
	key  ed25519.PublicKey
}

func (c cosigner) Name() string    { return c.name }
func (c cosigner) KeyHash() uint32 { return c.id }
func (c cosigner) Verify(text, signature []byte) bool {
	if len(signature) != 8+ed25519.SignatureSize {
		return false
	}
	time := binary.BigEndian.Uint64(signature)
	message := fmt.Sprintf("cosignature/v1\ntime %d\n%s", time, text)
	return ed25519.Verify(c.key, []byte(message), signature[8:])
}

func newCosigner(vkey string) cosigner {
	parts := strings.SplitN(strings.TrimSpace(vkey), "+", 3)
	bytes, err := base64.StdEncoding.DecodeString(parts[2])
	if err != nil || len(bytes) != 1+ed25519.PublicKeySize || bytes[0] != 4 {
		fail("the witness's key: %q", vkey)
	}
	sum := sha256.Sum256(append([]byte(parts[0]+"\n"), bytes...))
	id := binary.BigEndian.Uint32(sum[:4])
	if fmt.Sprintf("%08x", id) != parts[1] {
		fail("the witness's key id is %s, not %08x", parts[1], id)
	}
	return cosigner{parts[0], id, bytes[1:]}
}

// witnessed opens the checkpoint with the log's key and the witness's: both must have signed.
func witnessed(signed []byte) {
	log, err := note.NewVerifier(strings.TrimSpace(string(read("key"))))
	if err != nil {
		fail("the key: %v", err)
	}
	witness := newCosigner(string(read("witness")))
	opened, err := note.Open(signed, note.VerifierList(log, witness))
	if err != nil || len(opened.Sigs) != 2 {
		fail("the cosignature: %v", err)
	}
	at := strings.Index(string(signed), "— "+witness.name+" ") + len("— "+witness.name+" ") + 30
	changed := append([]byte(nil), signed...)
	if changed[at] == 'A' {
		changed[at] = 'B'
	} else {
		changed[at] = 'A'
	}
	if _, err := note.Open(changed, note.VerifierList(log, witness)); err == nil {
		fail("a changed cosignature was taken")
	}
}

func main() {
	signed := read("checkpoint")
	tree, err := checkpoint(signed)
	if err != nil {
		fail("checkpoint: %v", err)
	}
	witnessed(signed)
	for at := 0; at < len(signed); at++ {
		changed := append([]byte(nil), signed...)
		changed[at] ^= 1
		// The line with the time is of a kind that this package does not know, and leaves alone.
		if other, err := checkpoint(changed); err == nil && other != tree {
			fail("the checkpoint with byte %d changed was taken for another", at)
		}
	}

	inclusions, _ := filepath.Glob(filepath.Join(folder, "proofs", "inclusion-*"))
	for _, file := range inclusions {
		name := filepath.Join("proofs", filepath.Base(file))
		index, hashes, at := proof(name, "index ")
		leaf := tlog.RecordHash(read(strings.Replace(name, "inclusion", "entry", 1)))
		if err := tlog.CheckRecord(tlog.RecordProof(hashes), at.N, at.Hash, index, leaf); err != nil {
			fail("%s: %v", name, err)
		}
		leaf[5] ^= 1
		if tlog.CheckRecord(tlog.RecordProof(hashes), at.N, at.Hash, index, leaf) == nil {
			fail("%s: another entry was taken", name)
		}
	}

	consistencies, _ := filepath.Glob(filepath.Join(folder, "proofs", "consistency-*"))
	for _, file := range consistencies {
		name := filepath.Join("proofs", filepath.Base(file))
		old, hashes, at := proof(name, "old ")
		older, err := checkpoint(read(strings.Replace(name, "consistency", "checkpoint", 1)))
		if err != nil || older.N != old {
			fail("%s: the older checkpoint: %v", name, err)
		}
		if err := tlog.CheckTree(tlog.TreeProof(hashes), at.N, at.Hash, older.N, older.Hash); err != nil {
			fail("%s: %v", name, err)
		}
		older.Hash[3] ^= 1
		if tlog.CheckTree(tlog.TreeProof(hashes), at.N, at.Hash, older.N, older.Hash) == nil {
			fail("%s: another history was taken", name)
		}
	}

	made := 0
	reader := tlog.TileHashReader(tree, tiles{})
	for index := int64(0); index < tree.N; index += tree.N/50 + 1 {
		hashes, err := tlog.ProveRecord(tree.N, index, reader)
		if err != nil {
			fail("from tiles, %d: %v", index, err)
		}
		stored, err := reader.ReadHashes([]int64{tlog.StoredHashIndex(0, index)})
		if err != nil || tlog.CheckRecord(hashes, tree.N, tree.Hash, index, stored[0]) != nil {
			fail("from tiles, %d: %v", index, err)
		}
		made++
	}
	fmt.Printf("OK size %d, %d inclusions, %d consistencies, %d proofs from tiles\n", tree.N, len(inclusions), len(consistencies), made)
}
