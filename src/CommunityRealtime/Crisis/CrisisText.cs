using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace CommunityRealtime.Crisis;

/// <summary>Encrypts texts and reasons before any store sees them.</summary>
internal sealed class CrisisText(IDataProtectionProvider dataProtection)
{
    private readonly IDataProtector _protector = dataProtection.CreateProtector(CrisisTextProtection.Purpose);

    /// <summary>Encrypts a text.</summary>
    public string Protect(string text) => _protector.Protect(text);

    /// <summary>Decrypts a text.</summary>
    /// <returns>The text; <see langword="null"/> when it was erased or its key is gone.</returns>
    public string? Read(string? protectedText)
    {
        try
        {
            return protectedText is null ? null : _protector.Unprotect(protectedText);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
