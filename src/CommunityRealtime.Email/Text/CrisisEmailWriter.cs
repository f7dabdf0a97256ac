using System.Globalization;
using MimeKit;

namespace CommunityRealtime.Email.Text;

/// <summary>Writes the mail for a notice: recipients → words → headers. Every repeat of a notice has the same <c>Message-ID</c>, every mail of a case one thread.</summary>
internal sealed class CrisisEmailWriter
{
    private const string CaseId = "{case_id}";
    private const string Link = "{link}";

    private readonly MailboxAddress _from;
    private readonly string _domain;
    private readonly string? _caseLink;
    private readonly CrisisEmailRoute[] _routes;
    private readonly TimeProvider _time;
    private readonly Dictionary<CrisisEmailRoute, (MailboxAddress[] Recipients, CrisisEmailTemplate Template)> _plans = [];

    public CrisisEmailWriter(CrisisEmailOptions options, TimeProvider time)
    {
        _time = time;
        _from = Addresses.Read(options.From);
        _domain = _from.GetAddress(idnEncode: true).Split('@')[^1];
        _caseLink = options.CaseLink;

        var everyNotice = new CrisisEmailRoute();
        foreach (var recipient in options.Recipients)
        {
            everyNotice.Recipients.Add(recipient);
        }

        _routes = [.. options.Routes, everyNotice];
        foreach (var route in _routes)
        {
            var template = Languages.Find(options.Templates, route.Language ?? options.Language)
                ?? throw new InvalidOperationException("There is no template for the language.");
            _plans[route] = ([.. route.Recipients.Select(Addresses.Read).DistinctBy(address => address.Address, StringComparer.OrdinalIgnoreCase)], template);
        }
    }

    public MimeMessage Write(CrisisNotice notice)
    {
        var now = _time.GetUtcNow();
        var (recipients, template) = _plans[_routes.First(route => Fits(route, notice))];
        var values = Values(notice, template, now);
        var message = new MimeMessage
        {
            Date = now,
            MessageId = $"{notice.Id:N}@{_domain}",
            Subject = Placeholders.Fill(template.Subject, values),
            Importance = notice.Level >= CrisisLevel.Active ? MessageImportance.High : MessageImportance.Normal,
            Body = new TextPart("plain") { Text = Placeholders.Fill(WithoutMissingLink(template.Body), values) },
        };
        message.From.Add(_from);
        message.To.AddRange(recipients);
        message.References.Add($"{notice.CaseId:N}.case@{_domain}");

        // So that no absence assistant answers, and no list or ticket system takes it for a person's.
        message.Headers.Add("Auto-Submitted", "auto-generated");
        message.Headers.Add("X-Auto-Response-Suppress", "All");
        return message;
    }

    private static bool Fits(CrisisEmailRoute route, CrisisNotice notice) =>
        (route.Community is not { } community || community == notice.Community)
        && (route.Kind is not { } kind || kind == notice.Kind)
        && notice.Level >= route.MinLevel
        && notice.Step >= route.MinStep;

    private Dictionary<string, string> Values(CrisisNotice notice, CrisisEmailTemplate template, DateTimeOffset now) => new(StringComparer.Ordinal)
    {
        ["reason"] = template.Reasons.TryGetValue(notice.Kind, out var reason) ? reason : notice.Kind.ToString(),
        ["level"] = template.Levels.TryGetValue(notice.Level, out var level) ? level : notice.Level.ToString(),
        ["waiting"] = Waiting(now - notice.RaisedAt),
        ["raised_at"] = notice.RaisedAt.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture),
        ["community"] = notice.Community.Value,
        ["case_id"] = notice.CaseId.ToString(),
        ["step"] = notice.Step.ToString(CultureInfo.InvariantCulture),
        ["link"] = _caseLink?.Replace(CaseId, notice.CaseId.ToString(), StringComparison.Ordinal) ?? string.Empty,
    };

    /// <summary>In units that read the same in all languages of this package. A clock that is behind counts as no wait.</summary>
    private static string Waiting(TimeSpan wait)
    {
        var minutes = Math.Max(0, (long)wait.TotalMinutes);
        return minutes < 60
            ? string.Create(CultureInfo.InvariantCulture, $"{minutes} min")
            : string.Create(CultureInfo.InvariantCulture, $"{minutes / 60} h {minutes % 60:00} min");
    }

    private string WithoutMissingLink(string body) => _caseLink is not null
        ? body
        : string.Join('\n', body.Split('\n').Where(line => !line.Contains(Link, StringComparison.Ordinal)));
}
