using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using CommunityRealtime.Messages;
using Microsoft.AspNetCore.DataProtection;

namespace CommunityRealtime.Broadcast;

/// <summary>Envelopes as bytes: a version, the server that wrote it, and the rest encrypted and authenticated with the app's Data Protection keys.</summary>
/// <remarks>Whoever watches the backplane learns no text and no author, and nobody without the keys can make members see anything.</remarks>
internal sealed class EnvelopeFormat(IDataProtectionProvider protection)
{
    private const byte Version = 1;
    private const int OriginBytes = 8;
    private const int HeaderBytes = 1 + OriginBytes;

    /// <summary>How long what is encrypted may be: lengths say little about who wrote.</summary>
    private const int Padding = 64;

    private readonly byte[] _origin = RandomNumberGenerator.GetBytes(OriginBytes);
    private readonly Lazy<IDataProtector> _protector = new(() => protection.CreateProtector("CommunityRealtime.Backplane.v1"));

    public byte[] Write(CommunityId community, BackplaneEnvelope envelope)
    {
        using var buffer = new MemoryStream();
        using var writer = new BinaryWriter(buffer);
        writer.Write(community.Value);
        writer.Write(envelope.Epoch);
        writer.Write7BitEncodedInt(envelope.Messages.Count);
        foreach (var message in envelope.Messages)
        {
            Write(writer, message);
        }

        writer.Write7BitEncodedInt(envelope.ChangedMembers.Count);
        foreach (var user in envelope.ChangedMembers)
        {
            writer.Write(user.Value);
        }

        buffer.SetLength((buffer.Length + Padding - 1) / Padding * Padding);
        return [Version, .. _origin, .. _protector.Value.Protect(buffer.ToArray())];
    }

    /// <summary>Whether this server wrote an envelope, to be known before anything is decrypted.</summary>
    public bool IsOwn(ReadOnlySpan<byte> bytes) =>
        bytes.Length > HeaderBytes && bytes[0] == Version && bytes[1..HeaderBytes].SequenceEqual(_origin);

    /// <summary>Reads what another server wrote about a community.</summary>
    /// <returns><see langword="false"/> for whatever is not an envelope of this community, made with these keys.</returns>
    public bool TryRead(CommunityId community, ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out BackplaneEnvelope? envelope)
    {
        envelope = null;
        if (bytes.Length <= HeaderBytes || bytes[0] != Version)
        {
            return false;
        }

        try
        {
            using var reader = new BinaryReader(new MemoryStream(_protector.Value.Unprotect(bytes[HeaderBytes..].ToArray())));
            if (reader.ReadString() != community.Value)
            {
                return false;
            }

            var epoch = reader.ReadInt64();
            envelope = new(epoch, ReadList(reader, from => ReadMessage(from, community)), ReadList(reader, ReadUser));
            return true;
        }
        catch (Exception exception) when (exception is CryptographicException or IOException or FormatException or ArgumentException)
        {
            return false;
        }
    }

    private static void Write(BinaryWriter writer, StoredMessage message)
    {
        writer.Write7BitEncodedInt64(message.Id);
        writer.Write(message.Author.Value);
        writer.Write(message.DisplayName ?? string.Empty);
        writer.Write(message.Content);
        writer.Write(message.IsAnonymous);
        writer.Write7BitEncodedInt64(message.CreatedAt.UtcTicks);
    }

    private static StoredMessage ReadMessage(BinaryReader reader, CommunityId community) => new()
    {
        Id = reader.Read7BitEncodedInt64(),
        Community = community,
        Author = ReadUser(reader),
        DisplayName = reader.ReadString() is { Length: > 0 } name ? name : null,
        Content = reader.ReadString(),
        IsAnonymous = reader.ReadBoolean(),
        CreatedAt = new(reader.Read7BitEncodedInt64(), TimeSpan.Zero),
    };

    private static UserId ReadUser(BinaryReader reader)
    {
        // An erased author becomes the empty id.
        UserId.TryCreate(reader.ReadString(), out var user);
        return user;
    }

    private static T[] ReadList<T>(BinaryReader reader, Func<BinaryReader, T> read)
    {
        var items = new T[reader.Read7BitEncodedInt()];
        for (var i = 0; i < items.Length; i++)
        {
            items[i] = read(reader);
        }

        return items;
    }
}
