using CommunityRealtime.Crisis;
using CommunityRealtime.Protocol;

namespace CommunityRealtime.Care;

/// <summary>Exports and erases what is kept about an author.</summary>
internal sealed class CrisisRecords(CrisisDesk desk, ICrisisCaseStore store, CrisisJson json, TimeProvider time) : ICrisisRecords
{
    public async ValueTask<byte[]> ExportAsync(UserId author, CancellationToken cancellationToken)
    {
        var files = await desk.ListOfAuthorAsync(null, author, cancellationToken).ConfigureAwait(false);
        return JsonText.Write((json, files), static (writer, state) =>
        {
            writer.WriteStartArray();
            foreach (var file in state.files)
            {
                state.json.WriteForAuthor(writer, file);
            }

            writer.WriteEndArray();
        });
    }

    public async ValueTask<int> EraseAsync(UserId author, CancellationToken cancellationToken)
    {
        var now = time.NowInMilliseconds();
        var left = 0;
        foreach (var found in await store.ReadAsync(new CrisisQuery { Author = author }, cancellationToken).ConfigureAwait(false))
        {
            var kept = await store.ChangeAsync(found.Id, current => CrisisRetention.Erased(current, now), null, cancellationToken).ConfigureAwait(false);
            left += kept is { IsOpen: true } ? 1 : 0;
        }

        return left;
    }
}
