using System.Buffers;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace CommunityRealtime.Redis.Hosting;

/// <summary>Finds every mistake in the settings and says for each what to do. It never repeats a configuration, which may hold a password.</summary>
internal sealed class RedisBackplaneOptionsValidator : IValidateOptions<RedisBackplaneOptions>
{
    private const string Example = "use a form like \"localhost:6379\" or \"redis.example.com:6380,ssl=true,password=...\".";

    private const int MaxPrefixLength = 64;

    /// <summary>No braces among them: in a cluster those decide which node a key belongs to.</summary>
    private static readonly SearchValues<char> PrefixLetters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789:._-");

    public ValidateOptionsResult Validate(string? name, RedisBackplaneOptions options)
    {
        var result = new ValidateOptionsResultBuilder();
        CheckConfiguration(options, result);
        if (options.KeyPrefix is not { Length: > 0 and <= MaxPrefixLength } || options.KeyPrefix.AsSpan().ContainsAnyExcept(PrefixLetters))
        {
            result.AddError("is unusable; use 1 to 64 letters, digits, ':', '.', '_' and '-'.", nameof(options.KeyPrefix));
        }

        CheckTime(options.PresenceTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1), nameof(options.PresenceTimeout), result);
        CheckTime(options.RateLimitTimeout, TimeSpan.FromMilliseconds(1), TimeSpan.FromSeconds(5), nameof(options.RateLimitTimeout), result);
        return result.Build();
    }

    private static void CheckConfiguration(RedisBackplaneOptions options, ValidateOptionsResultBuilder result)
    {
        if (options.ConfigurationOptions is { } settings)
        {
            if (settings.EndPoints.Count == 0)
            {
                result.AddError("names no server; add one to its EndPoints.", nameof(options.ConfigurationOptions));
            }
        }
        else if (string.IsNullOrWhiteSpace(options.Configuration))
        {
            result.AddError($"is empty; {Example}", nameof(options.Configuration));
        }
        else if (options.Configuration.Contains("://", StringComparison.Ordinal))
        {
            result.AddError($"is a URL, which StackExchange.Redis does not read; {Example}", nameof(options.Configuration));
        }
        else if (!NamesAServer(options.Configuration))
        {
            result.AddError($"is no configuration of StackExchange.Redis; {Example}", nameof(options.Configuration));
        }
    }

    private static bool NamesAServer(string configuration)
    {
        try
        {
            return ConfigurationOptions.Parse(configuration).EndPoints.Count > 0;
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or OverflowException)
        {
            return false;
        }
    }

    private static void CheckTime(TimeSpan value, TimeSpan min, TimeSpan max, string property, ValidateOptionsResultBuilder result)
    {
        if (value < min || value > max)
        {
            result.AddError($"is {value}; use {min} to {max}.", property);
        }
    }
}
