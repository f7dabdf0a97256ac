using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace CommunityRealtime;

/// <summary>A user's id: the host's own key, as text.</summary>
/// <remarks>
/// 1–128 characters, no control characters, no unpaired surrogates.
/// Two ids are equal when their texts are equal, letter by letter. In JSON a canonical integer up to
/// 2<sup>53</sup>−1 is written as a number, anything else as a string.
/// </remarks>
public readonly struct UserId : IEquatable<UserId>
{
    /// <summary>The longest id, in characters.</summary>
    public const int MaxLength = 128;

    private readonly string? _value;

    /// <summary>Makes an id from the host's own key.</summary>
    /// <param name="value">The key as text.</param>
    /// <exception cref="ArgumentException"><paramref name="value"/> is not a legal id.</exception>
    public UserId(string value) => _value = IsValid(value)
        ? value
        : throw new ArgumentException("A user id is 1 to 128 characters without control characters.", nameof(value));

    /// <summary>Makes an id from a host's integer key.</summary>
    /// <param name="value">The key.</param>
    public UserId(long value) => _value = value.ToString(CultureInfo.InvariantCulture);

    /// <summary>Makes an id from a host's <see cref="Guid"/> key, in its 36-character form.</summary>
    /// <param name="value">The key.</param>
    public UserId(Guid value) => _value = value.ToString();

    /// <summary>The id as text; empty for <c>default</c>.</summary>
    public string Value => _value ?? string.Empty;

    /// <summary>Makes an id from a text that may not be one.</summary>
    /// <param name="value">The text.</param>
    /// <param name="id">The id, or <c>default</c>.</param>
    /// <returns><see langword="true"/> when <paramref name="value"/> is a legal id.</returns>
    public static bool TryCreate([NotNullWhen(true)] string? value, out UserId id)
    {
        var valid = IsValid(value);
        id = valid ? new UserId(value!) : default;
        return valid;
    }

    /// <summary>Whether two ids are the same.</summary>
    /// <param name="left">One id.</param>
    /// <param name="right">The other id.</param>
    /// <returns><see langword="true"/> when their texts are equal.</returns>
    public static bool operator ==(UserId left, UserId right) => left.Equals(right);

    /// <summary>Whether two ids differ.</summary>
    /// <param name="left">One id.</param>
    /// <param name="right">The other id.</param>
    /// <returns><see langword="true"/> when their texts differ.</returns>
    public static bool operator !=(UserId left, UserId right) => !left.Equals(right);

    /// <inheritdoc/>
    public bool Equals(UserId other) => string.Equals(Value, other.Value, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is UserId other && Equals(other);

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

        for (var i = 0; i < value.Length; i++)
        {
            if (char.IsControl(value[i])
                || (char.IsSurrogate(value[i]) && !(i + 1 < value.Length && char.IsSurrogatePair(value[i], value[++i]))))
            {
                return false;
            }
        }

        return true;
    }
}
