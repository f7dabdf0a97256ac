using CommunityRealtime.Email.Smtp;
using CommunityRealtime.Email.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CommunityRealtime.Email;

/// <summary>Hands a notice to the mail server: write → send, with a few short retries.</summary>
internal sealed class CrisisEmailNotifier(IOptions<CrisisEmailOptions> options, TimeProvider time, ILogger<CrisisEmailNotifier> logger) : ICrisisNotifier
{
    private readonly CrisisEmailWriter _writer = new(options.Value, time);
    private readonly SmtpDelivery _delivery = new(options.Value, time);

    public string Name => "email";

    public async ValueTask NotifyAsync(CrisisNotice notice, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(notice);
        using var message = _writer.Write(notice);
        var result = await _delivery.SendAsync(message, cancellationToken).ConfigureAwait(false);
        if (result.Taken == 0)
        {
            var exception = new CrisisEmailException($"The mail server did not take the notice: {result.Failure!.Reason}.") { StatusCode = result.Failure.Status };
            logger.NoticeNotTaken(notice.Id, notice.CaseId, exception.Message);
            throw exception;
        }

        if (result.Missed > 0)
        {
            logger.RecipientsMissed(notice.Id, notice.CaseId, result.Taken, result.Missed);
        }
    }
}
