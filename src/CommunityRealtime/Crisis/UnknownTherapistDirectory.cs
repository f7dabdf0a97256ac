namespace CommunityRealtime.Crisis;

/// <summary>The default directory: it does not know who is on duty.</summary>
internal sealed class UnknownTherapistDirectory : ITherapistDirectory
{
    public ValueTask<IReadOnlyList<UserId>?> FindOnDutyAsync(CommunityId community, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<UserId>?>(null);
}
