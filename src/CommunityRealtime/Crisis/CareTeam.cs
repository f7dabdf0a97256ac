using CommunityRealtime.Diagnostics;
using CommunityRealtime.Safety;
using Microsoft.Extensions.Logging;

namespace CommunityRealtime.Crisis;

/// <summary>Asks the host's directory who is on duty. A directory that fails or is slow holds nothing up: then it is not known.</summary>
internal sealed class CareTeam(ITherapistDirectory directory, TimeProvider time, ILogger<CareTeam> logger)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    public async ValueTask<CareTeamDuty> FindDutyAsync(CommunityId community)
    {
        try
        {
            using var timeout = new CancellationTokenSource(Patience, time);
            var pending = directory.FindOnDutyAsync(community, timeout.Token);
            var onDuty = pending.IsCompletedSuccessfully
                ? pending.Result
                : await LateFailures.Observe(pending.AsTask()).WaitAsync(timeout.Token).ConfigureAwait(false);
            return onDuty is null ? CareTeamDuty.Unknown : onDuty.Count == 0 ? CareTeamDuty.NobodyOnDuty : CareTeamDuty.OnDuty;
        }
        catch (Exception exception)
        {
            logger.TherapistDirectoryFailed(community, ExceptionTypes.Of(exception));
            return CareTeamDuty.Unknown;
        }
    }
}
