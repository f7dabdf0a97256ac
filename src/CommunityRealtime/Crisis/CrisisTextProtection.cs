using Microsoft.AspNetCore.DataProtection;

namespace CommunityRealtime.Crisis;

/// <summary>How the text of a crisis case is encrypted at rest.</summary>
public static class CrisisTextProtection
{
    /// <summary>
    /// The Data Protection purpose of <see cref="CrisisEntry.ProtectedText"/> and <see cref="CrisisEvent.ProtectedReason"/>. Whoever may read a case calls
    /// <see cref="IDataProtectionProvider.CreateProtector"/> with it and then
    /// <see cref="DataProtectionCommonExtensions.Unprotect(IDataProtector, string)"/>. Keep the app's key ring: without its keys
    /// the texts are lost.
    /// </summary>
    public const string Purpose = "CommunityRealtime.CrisisCase.Text.v1";
}
