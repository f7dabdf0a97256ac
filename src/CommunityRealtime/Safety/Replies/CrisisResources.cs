using System.Collections.Frozen;
using Microsoft.Extensions.Logging;

namespace CommunityRealtime.Safety.Replies;

/// <summary>The helplines by country: the app's own, and for other countries the library's. Immutable.</summary>
internal sealed class CrisisResources
{
    private const int DaysOfTrust = 365;

    private readonly FrozenDictionary<string, CrisisResource[]> _byRegion;

    /// <summary>Puts them together, and warns of those that nobody has looked at for a year.</summary>
    /// <param name="own">The app's own, checked.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Where the warning goes.</param>
    public CrisisResources(IEnumerable<CrisisResource> own, TimeProvider time, ILogger<CrisisResources> logger)
    {
        var regions = own.ToLookup(resource => resource.Region.ToUpperInvariant(), StringComparer.Ordinal);
        _byRegion = BuiltInResources.All.Where(resource => !regions.Contains(resource.Region)).Concat(regions.SelectMany(region => region))
            .GroupBy(resource => resource.Region.ToUpperInvariant(), StringComparer.Ordinal)
            .ToFrozenDictionary(region => region.Key, region => region.ToArray(), StringComparer.Ordinal);

        var oldest = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime).AddDays(-DaysOfTrust);
        var old = _byRegion.Where(region => region.Value.Any(resource => resource.VerifiedOn < oldest)).Select(region => region.Key)
            .Order(StringComparer.Ordinal).ToArray();
        if (old.Length > 0)
        {
            logger.ResourcesAreOld(string.Join(", ", old));
        }
    }

    /// <summary>Those of a country; none for one that is not known.</summary>
    public IReadOnlyList<CrisisResource> Of(string? region) => region is null ? [] : _byRegion.GetValueOrDefault(region, []);

    /// <summary>Says what is wrong about a resource.</summary>
    /// <returns><see langword="null"/> for nothing.</returns>
    public static string? FaultOf(CrisisResource resource) =>
        resource.Region.Length != 2 || !resource.Region.All(char.IsAsciiLetter) ? "A region is two letters of ISO 3166-1, such as MX."
        : string.IsNullOrWhiteSpace(resource.Name) || resource.Name.Length > 100 ? "A name is 1 to 100 characters and not blank."
        : resource is { Phone: null, TextNumber: null, Url: null } ? "A resource has a phone number, a number for text messages, or a page."
        : resource.Url is { } url && !(url.IsAbsoluteUri && url.Scheme == Uri.UriSchemeHttps) ? "A page is an absolute https address."
        : new[] { resource.Phone, resource.TextNumber, resource.EmergencyNumber }.OfType<string>().Any(number => !IsNumber(number))
            ? "A number is 1 to 30 digits, spaces and + - * # ( )."
        : null;

    private static bool IsNumber(string number) =>
        number.Length is > 0 and <= 30 && number.Any(char.IsAsciiDigit) && number.All(sign => char.IsAsciiDigit(sign) || " +-*#()".Contains(sign, StringComparison.Ordinal));
}
