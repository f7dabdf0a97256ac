using System.Net;
using CommunityRealtime.Webhooks.Http;
using Microsoft.Extensions.Options;

namespace CommunityRealtime.Webhooks.Hosting;

/// <summary>Finds every mistake in the settings and says for each what to do. It repeats neither a URL nor a secret.</summary>
internal sealed class CrisisWebhookOptionsValidator : IValidateOptions<CrisisWebhookOptions>
{
    private const int MaxRetries = 5;
    private static readonly TimeSpan MinTimeout = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan MaxTimeout = TimeSpan.FromMinutes(5);

    public ValidateOptionsResult Validate(string? name, CrisisWebhookOptions options)
    {
        var which = string.IsNullOrEmpty(name) ? string.Empty : $"of the crisis webhook '{name}' ";
        var result = new ValidateOptionsResultBuilder();
        CheckUrl(options, which, result);
        CheckSecrets(options.Secrets, which, result);
        CheckTime(options.Timeout, MaxTimeout, which, nameof(options.Timeout), result);
        CheckTime(options.AttemptTimeout, options.Timeout, which, nameof(options.AttemptTimeout), result);
        if (options.Retries is < 0 or > MaxRetries)
        {
            result.AddError($"{which}is {options.Retries}; use 0 to {MaxRetries}. Whoever calls the webhook tries again for hours.", nameof(options.Retries));
        }

        return result.Build();
    }

    private static void CheckUrl(CrisisWebhookOptions options, string which, ValidateOptionsResultBuilder result)
    {
        if (options.AllowHttp && !options.AllowPrivateNetwork)
        {
            result.AddError($"{which}is set without AllowPrivateNetwork; http reaches only the app's own network, so set both or neither.", nameof(options.AllowHttp));
        }

        if (UrlMistake(options) is { } mistake)
        {
            result.AddError($"{which}{mistake}", nameof(options.Url));
        }
    }

    private static string? UrlMistake(CrisisWebhookOptions options) => options.Url switch
    {
        null => "is missing; use a form like \"https://pager.example.com/crisis\".",
        { IsAbsoluteUri: false } => "is relative; use a form like \"https://pager.example.com/crisis\".",
        { Scheme: not ("https" or "http") } => "is neither https nor http; use a form like \"https://pager.example.com/crisis\".",
        { Scheme: "http" } when !options.AllowHttp => "is http; use https, or set AllowHttp and AllowPrivateNetwork for a receiver in the app's own network.",
        { UserInfo.Length: > 0 } => "holds a user; leave it out, the signature proves who sent it.",
        { Fragment.Length: > 0 } => "has a fragment, which is not sent; leave it out.",
        { IsLoopback: true } when !options.AllowPrivateNetwork => "leads to this machine; set AllowPrivateNetwork if the receiver runs there.",
        var url => IPAddress.TryParse(url.IdnHost, out var address) ? AddressMistake(address, options) : null,
    };

    private static string? AddressMistake(IPAddress address, CrisisWebhookOptions options) => Addresses.ReachOf(address) switch
    {
        AddressReach.Never => "leads to an address that no webhook may reach, such as a link-local one; use the receiver's own.",
        AddressReach.Private when !options.AllowPrivateNetwork => "leads to a private address; set AllowPrivateNetwork if the receiver is in the app's own network.",
        AddressReach.Public when options.Url!.Scheme == Uri.UriSchemeHttp => "is http to a public address; use https.",
        _ => null,
    };

    private static void CheckSecrets(IList<string> secrets, string which, ValidateOptionsResultBuilder result)
    {
        if (secrets.Count == 0)
        {
            result.AddError($"{which}are empty; add one, such as whsec_ and what `openssl rand -base64 32` prints.", nameof(CrisisWebhookOptions.Secrets));
        }

        for (var index = 0; index < secrets.Count; index++)
        {
            if (!CrisisWebhookSignature.IsUsable(secrets[index]))
            {
                result.AddError(
                    $"{which}is no base64 of {CrisisWebhookSignature.MinSecretBytes} to {CrisisWebhookSignature.MaxSecretBytes} bytes; "
                    + "use whsec_ and what `openssl rand -base64 32` prints.",
                    $"{nameof(CrisisWebhookOptions.Secrets)}[{index}]");
            }
        }
    }

    private static void CheckTime(TimeSpan value, TimeSpan max, string which, string property, ValidateOptionsResultBuilder result)
    {
        if (value < MinTimeout || value > max)
        {
            result.AddError($"{which}is {value}; use {MinTimeout} to {max}.", property);
        }
    }
}
