using CommunityRealtime.Email.Text;
using Microsoft.Extensions.Options;

namespace CommunityRealtime.Email.Hosting;

/// <summary>Finds every mistake in the settings and says for each what to do. It repeats neither a password nor an address.</summary>
internal sealed class CrisisEmailOptionsValidator : IValidateOptions<CrisisEmailOptions>
{
    private const int MaxRecipients = 100;
    private const int MaxRoutes = 1000;
    private const int MaxRetries = 5;
    private const string CaseId = "{case_id}";

    private static readonly TimeSpan MinTimeout = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan MaxTimeout = TimeSpan.FromMinutes(5);

    public ValidateOptionsResult Validate(string? name, CrisisEmailOptions options)
    {
        var result = new ValidateOptionsResultBuilder();
        CheckServer(options, result);
        CheckLogIn(options, result);
        if (!Addresses.TryRead(options.From, out _))
        {
            result.AddError("is not one e-mail address; use a form like \"Care <care@example.com>\".", nameof(options.From));
        }

        CheckRecipients(options.Recipients, nameof(options.Recipients), result);
        CheckLanguage(options.Language, options, nameof(options.Language), result);
        CheckRoutes(options, result);
        CheckCaseLink(options.CaseLink, result);
        TemplateCheck.AddErrors(options.Templates, nameof(options.Templates), result);
        if (options.Retries is < 0 or > MaxRetries)
        {
            result.AddError($"is {options.Retries}; use 0 to {MaxRetries}. Whoever calls the notifier tries again for hours.", nameof(options.Retries));
        }

        if (options.Timeout < MinTimeout || options.Timeout > MaxTimeout)
        {
            result.AddError($"is {options.Timeout}; use {MinTimeout} to {MaxTimeout}.", nameof(options.Timeout));
        }

        return result.Build();
    }

    private static void CheckServer(CrisisEmailOptions options, ValidateOptionsResultBuilder result)
    {
        if (Uri.CheckHostName(options.Host) == UriHostNameType.Unknown)
        {
            result.AddError("is not a host name; use a form like \"smtp.example.com\", without scheme and port.", nameof(options.Host));
        }

        if (options.Port is < 1 or > 65535)
        {
            result.AddError($"is {options.Port}; use 1 to 65535, or leave it out.", nameof(options.Port));
        }

        if (!Enum.IsDefined(options.Security))
        {
            result.AddError("is unknown; use StartTls, Tls or None.", nameof(options.Security));
        }
    }

    private static void CheckLogIn(CrisisEmailOptions options, ValidateOptionsResultBuilder result)
    {
        if (string.IsNullOrEmpty(options.UserName) != string.IsNullOrEmpty(options.Password) || options.UserName is { Length: 0 })
        {
            result.AddError("and Password belong together; set both, or neither for a server that asks for none.", nameof(options.UserName));
        }

        if (options.Security == CrisisEmailSecurity.None && options.UserName is not null)
        {
            result.AddError("is None, which would send the password readable; use StartTls or Tls, or no UserName.", nameof(options.Security));
        }
    }

    private static void CheckRoutes(CrisisEmailOptions options, ValidateOptionsResultBuilder result)
    {
        if (options.Routes.Count > MaxRoutes)
        {
            result.AddError($"are {options.Routes.Count}; use at most {MaxRoutes}.", nameof(options.Routes));
        }

        for (var index = 0; index < options.Routes.Count; index++)
        {
            var where = $"{nameof(options.Routes)}[{index}]";
            if (options.Routes[index] is not { } route)
            {
                result.AddError("is null; leave it out.", where);
                continue;
            }

            CheckRecipients(route.Recipients, $"{where}.{nameof(route.Recipients)}", result);
            if (route.MinStep < 0)
            {
                result.AddError($"is {route.MinStep}; use 0 or more.", $"{where}.{nameof(route.MinStep)}");
            }

            if (route.Language is not null)
            {
                CheckLanguage(route.Language, options, $"{where}.{nameof(route.Language)}", result);
            }
        }
    }

    private static void CheckRecipients(IList<string> recipients, string where, ValidateOptionsResultBuilder result)
    {
        if (recipients.Count is 0 or > MaxRecipients)
        {
            result.AddError($"are {recipients.Count}; use 1 to {MaxRecipients}, or a notice would reach nobody.", where);
        }

        for (var index = 0; index < recipients.Count; index++)
        {
            if (!Addresses.TryRead(recipients[index], out _))
            {
                result.AddError("is not one e-mail address; use a form like \"team@example.com\".", $"{where}[{index}]");
            }
        }
    }

    private static void CheckLanguage(string? language, CrisisEmailOptions options, string where, ValidateOptionsResultBuilder result)
    {
        if (Languages.Find(options.Templates, language) is null)
        {
            result.AddError("has no template; use en, es, fr, de or pt, or add a template for it to Templates.", where);
        }
    }

    private static void CheckCaseLink(string? link, ValidateOptionsResultBuilder result)
    {
        if (link is null)
        {
            return;
        }

        var example = link.Replace(CaseId, Guid.Empty.ToString(), StringComparison.Ordinal);
        if (example == link
            || link.Any(letter => char.IsControl(letter) || char.IsWhiteSpace(letter))
            || !Uri.TryCreate(example, UriKind.Absolute, out var url)
            || url.Scheme is not ("https" or "http"))
        {
            result.AddError($"is unusable; use a form like \"https://care.example.com/cases/{CaseId}\".", nameof(CrisisEmailOptions.CaseLink));
        }
    }
}
