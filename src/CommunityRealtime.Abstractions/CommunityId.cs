using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace CommunityRealtime;

/// <summary>A community's id: the host's own key, as text.</summary>
/// <remarks>
/// 1–64 of <c>A–Z a–z 0–9 _ -</c>.
/// Two ids are equal when their texts are equal, letter by letter. In JSON a canonical integer up to
/// 2<sup>53</sup>−1 is written as a number, anything else as a string.
/// </remarks>
public readonly struct CommunityId : IEquatable<CommunityId>
{
    /// <summary>The longest id, in characters.</summary>
    public const int MaxLength = 64;

    private readonly string? _value;

    /// <summary>Makes an id from the host's own key.</summary>
    /// <param name="value">The key as text.</param>
    /// <exception cref="ArgumentException"><paramref name="value"/> is not a legal id.</exception>
    public CommunityId(string value) => _value = IsValid(value)
        ? value
        : throw new ArgumentException("A community id is 1 to 64 of A-Z, a-z, 0-9, '_' and '-'.", nameof(value));

    /// <summary>Makes an id from a host's integer key.</summary>
    /// <param name="value">The key.</param>
    public CommunityId(long value) => _value = value.ToString(CultureInfo.InvariantCulture);

    /// <summary>Makes an id from a host's <see cref="Guid"/> key, in its 36-character form.</summary>
    /// <param name="value">The key.</param>
    public CommunityId(Guid value) => _value = value.ToString();

    /// <summary>The id as text; empty for <c>default</c>.</summary>
    public string Value => _value ?? string.Empty;

    /// <summary>Makes an id from a text that may not be one.</summary>
    /// <param name="value">The text.</param>
    /// <param name="id">The id, or <c>default</c>.</param>
    /// <returns><see langword="true"/> when <paramref name="value"/> is a legal id.</returns>
    public static bool TryCreate([NotNullWhen(true)] string? value, out CommunityId id)
    {
        var valid = IsValid(value);
        id = valid ? new CommunityId(value!) : default;
        return valid;
    }

    /// <summary>Whether two ids are the same.</summary>
    /// <param name="left">One id.</param>
    /// <param name="right">The other id.</param>
    /// <returns><see langword="true"/> when their texts are equal.</returns>
    public static bool operator ==(CommunityId left, CommunityId right) => left.Equals(right);

    /// <summary>Whether two ids differ.</summary>
    /// <param name="left">One id.</param>
    /// <param name="right">The other id.</param>
    /// <returns><see langword="true"/> when their texts differ.</returns>
    public static bool operator !=(CommunityId left, CommunityId right) => !left.Equals(right);

    /// <inheritdoc/>
    public bool Equals(CommunityId other) => string.Equals(Value, other.Value, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is CommunityId other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Value.GetHashCode(StringComparison.Ordinal);

    /// <summary>The id as text.</summary>
    /// <returns><see cref="Value"/>.</returns>
    public override string ToString() => Value;

    private static bool IsValid([NotNullWhen(true)] string? value)
    {
        if (value is null or { Length: 0 or > MaxLength })
        {
            return false;
        }

        foreach (var letter in value)
        {
            if (!char.IsAsciiLetterOrDigit(letter) && letter is not ('_' or '-'))
            {
                return false;
            }
        }

        return true;
    }
}
