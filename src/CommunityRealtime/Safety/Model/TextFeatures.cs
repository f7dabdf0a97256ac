using CommunityRealtime.Safety.Text;

namespace CommunityRealtime.Safety.Model;

/// <summary>What the second opinion sees of a text: hashed runs of 1 to 3 words and of 3 to 5 characters, sentence by sentence.</summary>
/// <remarks>One pass over the folded text, linear in its length, without allocations. The hashes are part of the weights' format.</remarks>
internal static class TextFeatures
{
    /// <summary>How many numbers features are hashed to.</summary>
    public const int Buckets = 1 << BucketBits;

    private const int BucketBits = 17;

    // What stands far apart has nothing to do with each other; it also bounds text without punctuation.
    private const int MostWords = 40;

    private const uint WordSeed = 2_166_136_261;
    private const uint WordPrime = 16_777_619;

    /// <summary>Reads a text.</summary>
    /// <param name="text">Any text, even one that is no valid UTF-16.</param>
    /// <param name="sink">Takes the features.</param>
    /// <typeparam name="TSink">The kind of sink.</typeparam>
    public static void Read<TSink>(ReadOnlySpan<char> text, ref TSink sink)
        where TSink : struct, IFeatureSink
    {
        var state = new State();
        for (var i = 0; i < text.Length; i++)
        {
            var character = text[i];
            if (char.IsSurrogate(character))
            {
                var isPair = char.IsHighSurrogate(character) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]);
                character = isPair ? TextFolding.FoldPair(character, text[++i]) : ' ';
            }
            else
            {
                character = TextFolding.Fold(character);
            }

            if (TextFolding.LettersOf(character) is { } letters)
            {
                state.AddLetter(letters[0], ref sink);
                state.AddLetter(letters[1], ref sink);
            }
            else if (char.IsLetterOrDigit(character))
            {
                state.AddLetter(character, ref sink);
            }
            else if (character != TextFolding.Nothing)
            {
                state.EndWord(ref sink);
                if (character is '.' or '!' or '?' or '\n' or '…')
                {
                    state.EndSentence(ref sink);
                }
            }
        }

        state.EndWord(ref sink);
        state.EndSentence(ref sink);
    }

    private static int Bucket(ulong hash) => (int)((hash * 0x9E37_79B9_7F4A_7C15) >> (64 - BucketBits));

    private struct State
    {
        private ulong _characters;
        private int _length;
        private char _fifth;
        private uint _word;
        private uint _previous;
        private uint _beforePrevious;
        private int _words;
        private bool _inWord;

        public void AddLetter<TSink>(char letter, ref TSink sink)
            where TSink : struct, IFeatureSink
        {
            if (!_inWord)
            {
                _inWord = true;
                _word = WordSeed;
                AddCharacter(' ', ref sink);
            }

            _word = (_word ^ letter) * WordPrime;
            AddCharacter(letter, ref sink);
        }

        public void EndWord<TSink>(ref TSink sink)
            where TSink : struct, IFeatureSink
        {
            if (!_inWord)
            {
                return;
            }

            _inWord = false;
            sink.Add(Bucket(_word | (1UL << 32)));
            if (_words > 0)
            {
                sink.Add(Bucket(_word + (_previous * 0x1_0000_01B3UL) + 2));
            }

            if (_words > 1)
            {
                sink.Add(Bucket(_word + (_previous * 0x1_0000_01B3UL) + (_beforePrevious * 0x9_1E10_DA5CUL) + 3));
            }

            (_beforePrevious, _previous) = (_previous, _word);
            if (++_words == MostWords)
            {
                EndSentence(ref sink);
            }
        }

        public void EndSentence<TSink>(ref TSink sink)
            where TSink : struct, IFeatureSink
        {
            if (_words == 0)
            {
                return;
            }

            AddCharacter(' ', ref sink);
            sink.EndSentence();
            this = default;
        }

        private void AddCharacter<TSink>(char character, ref TSink sink)
            where TSink : struct, IFeatureSink
        {
            // Four characters fit into the number; the fifth is the one that falls out of it.
            _fifth = (char)(_characters >> 48);
            _characters = (_characters << 16) | character;
            _length++;
            if (_length >= 3)
            {
                sink.Add(Bucket((_characters & 0xFFFF_FFFF_FFFF) ^ 0x3000_0000_0000_0000));
            }

            if (_length >= 4)
            {
                sink.Add(Bucket(_characters ^ 0x0400_0000_0000_0004));
            }

            if (_length >= 5)
            {
                sink.Add(Bucket((_characters * 0xC2B2_AE3D_27D4_EB4F) + _fifth));
            }
        }
    }
}
