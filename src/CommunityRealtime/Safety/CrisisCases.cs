using System.Security.Cryptography;
using CommunityRealtime.Diagnostics;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Logging;

namespace CommunityRealtime.Safety;

/// <summary>Opens crisis cases: encrypted and committed before anyone is told anything.</summary>
internal sealed class CrisisCases(
    ICrisisCaseStore store, IDataProtectionProvider dataProtection, TimeProvider time, ILogger<CrisisCases> logger)
{
    /// <summary>How many different texts under one retry key are told from repeats; further ones open a case each time.</summary>
    private const int MaxTextsOfAKey = 16;

    private readonly IDataProtector _protector = dataProtection.CreateProtector(CrisisTextProtection.Purpose);

    /// <summary>Stores a case, once for the same text under the same retry key.</summary>
    /// <param name="community">The community the message was meant for.</param>
    /// <param name="author">Who wrote it.</param>
    /// <param name="clientId">The message's retry key.</param>
    /// <param name="text">The message's text.</param>
    /// <param name="isAnonymous">Whether it was to be anonymous.</param>
    /// <param name="level">How near the danger is.</param>
    /// <returns>The notice to send about it, also for a repeat, whose first notice may have been lost; <see langword="null"/> when it could not be stored.</returns>
    public async ValueTask<CrisisNotice?> OpenAsync(
        CommunityId community, UserId author, string clientId, string text, bool isAnonymous, CrisisLevel level)
    {
        try
        {
            // A key that was used for another text must not swallow this one.
            for (var number = 1; ; number++)
            {
                var crisisCase = new CrisisCase
                {
                    Id = Guid.NewGuid(),
                    Community = community,
                    Author = author,
                    ClientId = KeyOf(clientId, number),
                    IsAnonymous = isAnonymous,
                    Level = level,
                    ProtectedText = _protector.Protect(text),
                    RaisedAt = DateTimeOffset.FromUnixTimeMilliseconds(time.GetUtcNow().ToUnixTimeMilliseconds()),
                };

                // A sender who goes away now is still a person in a crisis: nothing cancels this.
                var result = await store.AddAsync(crisisCase, CancellationToken.None).ConfigureAwait(false);
                if (result.IsNew || IsAbout(result.Case, text))
                {
                    return NoticeOf(result.Case);
                }
            }
        }
        catch (Exception exception)
        {
            logger.CrisisCaseNotStored(community, ExceptionTypes.Of(exception));
            return null;
        }
    }

    private static string KeyOf(string clientId, int number) => number switch
    {
        1 => clientId,
        <= MaxTextsOfAKey => $"{clientId} #{number}",
        _ => Guid.NewGuid().ToString("N"),
    };

    private static CrisisNotice NoticeOf(CrisisCase crisisCase) => new()
    {
        Id = crisisCase.Id,
        Kind = CrisisNoticeKind.Raised,
        Step = 0,
        CaseId = crisisCase.Id,
        Community = crisisCase.Community,
        Level = crisisCase.Level,
        RaisedAt = crisisCase.RaisedAt,
    };

    private bool IsAbout(CrisisCase crisisCase, string text)
    {
        try
        {
            return string.Equals(_protector.Unprotect(crisisCase.ProtectedText), text, StringComparison.Ordinal);
        }
        catch (CryptographicException)
        {
            // Its key is gone, so nobody can tell: rather a case too many.
            return false;
        }
    }
}
