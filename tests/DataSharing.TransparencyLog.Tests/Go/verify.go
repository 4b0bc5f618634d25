// Checks a folder that the tests wrote, with the Go project's own packages and nothing of ours: checkpoints with sumdb/note, inclusion and
// consistency with sumdb/tlog, and proofs that tlog makes itself from our tiles. Prints what it refused and what it took.
package main

import (
	"bufio"
	"encoding/base64"
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

func main() {
	signed := read("checkpoint")
	tree, err := checkpoint(signed)
	if err != nil {
		fail("checkpoint: %v", err)
	}
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
