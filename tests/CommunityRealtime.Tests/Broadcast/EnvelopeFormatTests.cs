using System.Text;
using CommunityRealtime.Broadcast;
using CommunityRealtime.Messages;
using Microsoft.AspNetCore.DataProtection;

namespace CommunityRealtime.Tests.Broadcast;

/// <summary>What servers tell each other: whole, secret, and believed from nobody else.</summary>
public sealed class EnvelopeFormatTests
{
    private static readonly CommunityId Five = new(5);

    private readonly EphemeralDataProtectionProvider _keys = new();
    private readonly EnvelopeFormat _sender;
    private readonly EnvelopeFormat _receiver;

    public EnvelopeFormatTests() => (_sender, _receiver) = (new(_keys), new(_keys));

    [Fact]
    public void TryRead_WhatAnotherServerWrote_IsTheSame()
    {
        var named = Message(7, "Bob", "Grüße 👋🏽", isAnonymous: false);
        var anonymous = Message(8, null, "\u2028 hidden", isAnonymous: true);

        var bytes = _sender.Write(Five, new(-12, [named, anonymous], [new UserId(99), new UserId("ß")]));

        Assert.False(_receiver.IsOwn(bytes));
        Assert.True(_receiver.TryRead(Five, bytes, out var envelope));
        Assert.Equal(-12, envelope.Epoch);
        Assert.Equal([new UserId(99), new UserId("ß")], envelope.ChangedMembers);
        Assert.Equivalent(new[] { named, anonymous }, envelope.Messages, strict: true);
    }

    [Fact]
    public void IsOwn_WhatTheServerItselfWrote_IsKnownWithoutReadingIt() =>
        Assert.True(_sender.IsOwn(_sender.Write(Five, new(0, [], []))));

    [Fact]
    public void Write_AnAnonymousMessage_ShowsNeitherTextNorAuthor()
    {
        var text = Encoding.Latin1.GetString(_sender.Write(Five, new(1, [Message(1, null, "SECRET-9f3a", isAnonymous: true)], [])));

        Assert.DoesNotContain("SECRET", text, StringComparison.Ordinal);
        Assert.DoesNotContain("author-4711", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_AuthorsWithNamesOfDifferentLength_TakesAsManyBytes()
    {
        int LengthFor(string author) => _sender.Write(Five, new(1, [Message(1, null, "the same", isAnonymous: true, author)], [])).Length;

        Assert.Equal(LengthFor("4"), LengthFor("4711"));
    }

    [Fact]
    public void TryRead_OfAnotherCommunity_IsRefused() =>
        Assert.False(_receiver.TryRead(new(6), _sender.Write(Five, new(0, [], [])), out _));

    [Fact]
    public void TryRead_WithOtherKeys_IsRefused() =>
        Assert.False(new EnvelopeFormat(new EphemeralDataProtectionProvider()).TryRead(Five, _sender.Write(Five, new(0, [], [])), out _));

    [Fact]
    public void TryRead_AnyByteChanged_IsRefused()
    {
        var bytes = _sender.Write(Five, new(3, [Message(1, "Bob", "hello", isAnonymous: false)], []));
        for (var i = 0; i < bytes.Length; i++)
        {
            // The eight bytes after the version only say who wrote, so that a server knows its own.
            if (i is >= 1 and <= 8)
            {
                continue;
            }

            bytes[i] ^= 1;
            Assert.False(_receiver.TryRead(Five, bytes, out _), $"byte {i}");
            bytes[i] ^= 1;
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(9)]
    [InlineData(100)]
    [InlineData(1_000_000)]
    public void TryRead_Noise_IsRefused(int length)
    {
        var noise = new byte[length];
        new Random(1).NextBytes(noise);
        noise.AsSpan(0, Math.Min(1, length)).Fill(1);

        Assert.False(_receiver.TryRead(Five, noise, out _));
    }

    private static StoredMessage Message(long id, string? name, string content, bool isAnonymous, string author = "author-4711") => new()
    {
        Id = id,
        Community = Five,
        Author = new(author),
        DisplayName = name,
        Content = content,
        IsAnonymous = isAnonymous,
        CreatedAt = DateTimeOffset.UnixEpoch.AddMilliseconds(1_771_583_400_123),
    };
}
