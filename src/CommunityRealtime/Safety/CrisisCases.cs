using CommunityRealtime.Diagnostics;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Logging;

namespace CommunityRealtime.Safety;

/// <summary>Opens crisis cases: encrypted and committed before anyone is told anything.</summary>
internal sealed class CrisisCases(
    ICrisisCaseStore store, IDataProtectionProvider dataProtection, TimeProvider time, ILogger<CrisisCases> logger)
{
    private readonly IDataProtector _protector = dataProtection.CreateProtector(CrisisTextProtection.Purpose);

    /// <summary>Stores a case.</summary>
    /// <returns>The notice to send about it; <see langword="null"/> when it could not be stored.</returns>
    public async ValueTask<CrisisNotice?> OpenAsync(
        CommunityId community, UserId author, string text, bool isAnonymous, CrisisLevel level)
    {
        try
        {
            var crisisCase = new CrisisCase
            {
                Id = Guid.NewGuid(),
                Community = community,
                Author = author,
                IsAnonymous = isAnonymous,
                Level = level,
                ProtectedText = _protector.Protect(text),
                RaisedAt = DateTimeOffset.FromUnixTimeMilliseconds(time.GetUtcNow().ToUnixTimeMilliseconds()),
            };

            // A sender who goes away now is still a person in a crisis: nothing cancels this.
            await store.AddAsync(crisisCase, CancellationToken.None).ConfigureAwait(false);
            return new CrisisNotice { CaseId = crisisCase.Id, Community = community, Level = level, RaisedAt = crisisCase.RaisedAt };
        }
        catch (Exception exception)
        {
            logger.CrisisCaseNotStored(community, ExceptionTypes.Of(exception));
            return null;
        }
    }
}
