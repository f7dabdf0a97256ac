using CommunityRealtime.Crisis;

namespace CommunityRealtime.Tests.Hosts;

internal static class CrisisStoreExtensions
{
    /// <summary>All cases with all that belongs to them.</summary>
    public static async Task<IReadOnlyList<CrisisFile>> AllAsync(this ICrisisCaseStore store)
    {
        List<CrisisFile> files = [];
        foreach (var found in await store.ReadAsync(new CrisisQuery(), CancellationToken.None))
        {
            files.Add((await store.FindAsync(found.Id, CancellationToken.None))!);
        }

        return files;
    }
}
