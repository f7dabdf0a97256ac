using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace CommunityRealtime.Authentication;

/// <summary>The SHA-256 hash of a token: two tokens with the same one are the same token.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly struct TokenHash : IEquatable<TokenHash>
{
    private readonly ulong _first;
    private readonly ulong _second;
    private readonly ulong _third;
    private readonly ulong _fourth;

    /// <summary>Hashes a token, whose length the caller has bounded: its characters are copied to the stack.</summary>
    /// <returns><see langword="false"/> for a text that is no token, because a token is ASCII (RFC 7515, section 3).</returns>
    public static bool TryMake(string token, out TokenHash hash)
    {
        hash = default;
        Span<byte> characters = stackalloc byte[token.Length];
        return Ascii.FromUtf16(token, characters, out _) == System.Buffers.OperationStatus.Done
            && SHA256.TryHashData(characters, MemoryMarshal.AsBytes(new Span<TokenHash>(ref hash)), out _);
    }

    public bool Equals(TokenHash other) =>
        _first == other._first && _second == other._second && _third == other._third && _fourth == other._fourth;

    public override bool Equals([NotNullWhen(true)] object? obj) => obj is TokenHash other && Equals(other);

    /// <summary>Any part of a good hash is one.</summary>
    public override int GetHashCode() => (int)_first;
}
