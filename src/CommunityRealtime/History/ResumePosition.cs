using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace CommunityRealtime.History;

/// <summary>Where a client that comes back goes on: <c>after=N</c>, and <c>epoch=E</c> if it knows it.</summary>
/// <param name="After">The number of the last event that it has; 0 for none.</param>
/// <param name="Epoch">The life of the counter that the number is from; 0 when the counter had none yet.</param>
internal sealed record ResumePosition(long After, long? Epoch)
{
    /// <summary>Reads a query.</summary>
    /// <param name="query">The query.</param>
    /// <param name="position">The position; <see langword="null"/> for a client that asks for none.</param>
    /// <returns><see langword="false"/> for a position that is none.</returns>
    public static bool TryRead(IQueryCollection query, out ResumePosition? position)
    {
        position = null;
        if (!TryReadNumber(query, "after", out var after) || !TryReadNumber(query, "epoch", out var epoch))
        {
            return false;
        }

        if (after is { } number)
        {
            position = new(number, epoch);
        }

        return after is not null || epoch is null;
    }

    private static bool TryReadNumber(IQueryCollection query, string name, out long? number)
    {
        number = null;
        var values = query[name];
        if (values.Count == 0)
        {
            return true;
        }

        var isNumber = long.TryParse(values.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var parsed);
        number = parsed;
        return isNumber;
    }
}
