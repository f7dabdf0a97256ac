using CommunityRealtime.Crisis;
using CommunityRealtime.Protocol;

namespace CommunityRealtime.Care;

/// <summary>Exports and erases what is kept about an author.</summary>
internal sealed class CrisisRecords(ICrisisCaseStore store, CrisisJson json, TimeProvider time) : ICrisisRecords
{
    public async ValueTask<byte[]> ExportAsync(UserId author, CancellationToken cancellationToken)
    {
        List<CrisisFile> files = [];
        foreach (var found in await store.ReadAsync(new CrisisQuery { Author = author }, cancellationToken).ConfigureAwait(false))
        {
            if (await store.FindAsync(found.Id, cancellationToken).ConfigureAwait(false) is { } file)
            {
                files.Add(file);
            }
        }

        return JsonText.Write((json, files), static (writer, state) =>
        {
            writer.WriteStartArray();
            state.files.ForEach(file => state.json.WriteForAuthor(writer, file));
            writer.WriteEndArray();
        });
    }

    public async ValueTask<int> EraseAsync(UserId author, CancellationToken cancellationToken)
    {
        var now = DateTimeOffset.FromUnixTimeMilliseconds(time.GetUtcNow().ToUnixTimeMilliseconds());
        var left = 0;
        foreach (var found in await store.ReadAsync(new CrisisQuery { Author = author }, cancellationToken).ConfigureAwait(false))
        {
            var kept = await store.ChangeAsync(found.Id, current => CrisisRetention.Erased(current, now), null, cancellationToken).ConfigureAwait(false);
            left += kept is { IsOpen: true } ? 1 : 0;
        }

        return left;
    }
}
