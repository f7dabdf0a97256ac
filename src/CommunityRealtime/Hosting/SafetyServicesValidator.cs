using System.Text.RegularExpressions;
using CommunityRealtime.Safety;
using Microsoft.Extensions.Options;

namespace CommunityRealtime.Hosting;

/// <summary>Finds every mistake in how further safety services were added, together with those in the other settings.</summary>
internal sealed partial class SafetyServicesValidator(
    IEnumerable<SafetyServiceRegistration> services, IEnumerable<ShadowSafetyServiceRegistration> shadows) : IValidateOptions<CommunityChatOptions>
{
    private static readonly TimeSpan MinTimeBudget = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan MaxTimeBudget = TimeSpan.FromMinutes(1);

    public ValidateOptionsResult Validate(string? name, CommunityChatOptions options)
    {
        var result = new ValidateOptionsResultBuilder();
        if (!Enum.IsDefined(options.Safety.OutagePolicy))
        {
            result.AddError($"is {(int)options.Safety.OutagePolicy}; use Closed, Hold or Open.", "Safety:OutagePolicy");
        }

        foreach (var service in services)
        {
            Check(service.Options, result);
        }

        foreach (var shadow in shadows)
        {
            Check(shadow.Options, result);
        }

        CheckNames("AddSafetyService", [.. services.Select(service => service.Options.Name)], result);
        CheckNames("AddShadowSafetyService", [.. shadows.Select(shadow => shadow.Options.Name)], result);
        return result.Build();
    }

    private static void Check(SafetyServiceOptions service, ValidateOptionsResultBuilder result)
    {
        var place = $"AddSafetyService \"{service.Name}\": ";
        CheckRange(service.TimeBudget, MinTimeBudget, MaxTimeBudget, place + "TimeBudget", result);
        CheckRange(service.Retries, 0, 3, place + "Retries", result);
        CheckRange(service.MaxConcurrentChecks, 1, 10_000, place + "MaxConcurrentChecks", result);
        if (service.BreakDuration != TimeSpan.Zero)
        {
            CheckRange(service.BreakDuration, TimeSpan.FromMilliseconds(500), TimeSpan.FromMinutes(10), place + "BreakDuration", result);
        }

        if (service.OutagePolicy is { } policy && !Enum.IsDefined(policy))
        {
            result.AddError($"is {(int)policy}; use Closed, Hold or Open.", place + "OutagePolicy");
        }
    }

    private static void Check(ShadowSafetyServiceOptions shadow, ValidateOptionsResultBuilder result)
    {
        var place = $"AddShadowSafetyService \"{shadow.Name}\": ";
        CheckRange(shadow.TimeBudget, MinTimeBudget, MaxTimeBudget, place + "TimeBudget", result);
        CheckRange(shadow.MaxConcurrentChecks, 1, 1_000, place + "MaxConcurrentChecks", result);
        CheckRange(shadow.MaxWaiting, 1, 100_000, place + "MaxWaiting", result);
    }

    private static void CheckRange<T>(T value, T min, T max, string property, ValidateOptionsResultBuilder result)
        where T : IComparable<T>
    {
        if (value.CompareTo(min) < 0 || value.CompareTo(max) > 0)
        {
            result.AddError($"is {value}; use {min} to {max}.", property);
        }
    }

    private static void CheckNames(string method, IReadOnlyCollection<string> names, ValidateOptionsResultBuilder result)
    {
        foreach (var name in names.Where(name => !ServiceName().IsMatch(name)))
        {
            result.AddError($"is \"{name}\"; use 1 to 64 of A-Z, a-z, 0-9, \"_\", \".\" and \"-\".", method + ": Name");
        }

        foreach (var name in names.GroupBy(name => name, StringComparer.Ordinal).Where(same => same.Skip(1).Any()).Select(same => same.Key))
        {
            result.AddError($"\"{name}\" is there more than once; give each service a name of its own.", method + ": Name");
        }
    }

    [GeneratedRegex(@"\A[A-Za-z0-9_.-]{1,64}\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex ServiceName();
}
