using System.Security.Cryptography;
using System.Text;
using Microsoft.IdentityModel.Tokens;

namespace CommunityRealtime.Authentication;

/// <summary>Makes the one key, and with it the one algorithm, that tokens are checked with.</summary>
internal static class JwtKey
{
    private const int MinSymmetricBytes = 32;
    private const int MinRsaBits = 2048;
    private const int P256Bits = 256;

    /// <summary>HS256 from a shared key.</summary>
    /// <exception cref="CryptographicException">The key is too short.</exception>
    public static (SecurityKey Key, string Algorithm) FromSharedKey(string signingKey)
    {
        var bytes = Encoding.UTF8.GetBytes(signingKey);
        return bytes.Length >= MinSymmetricBytes
            ? (new SymmetricSecurityKey(bytes), SecurityAlgorithms.HmacSha256)
            : throw new CryptographicException($"is {bytes.Length} bytes long; HS256 needs at least {MinSymmetricBytes}.");
    }

    /// <summary>RS256 or ES256 from a public key, whichever it is for.</summary>
    /// <exception cref="CryptographicException">It is no usable public key.</exception>
    public static (SecurityKey Key, string Algorithm) FromPem(string pem)
    {
        if (TryImport(RSA.Create(), pem) is { } rsa)
        {
            return rsa.KeySize >= MinRsaBits
                ? (new RsaSecurityKey(rsa), SecurityAlgorithms.RsaSha256)
                : throw new CryptographicException($"is an RSA key of {rsa.KeySize} bits; RS256 needs at least {MinRsaBits}.");
        }

        if (TryImport(ECDsa.Create(), pem) is { } ecdsa)
        {
            return ecdsa.KeySize == P256Bits
                ? (new ECDsaSecurityKey(ecdsa), SecurityAlgorithms.EcdsaSha256)
                : throw new CryptographicException($"is an elliptic-curve key of {ecdsa.KeySize} bits; ES256 needs P-256.");
        }

        throw new CryptographicException("is no RSA or P-256 public key in PEM form.");
    }

    private static T? TryImport<T>(T algorithm, string pem)
        where T : AsymmetricAlgorithm
    {
        try
        {
            algorithm.ImportFromPem(pem);
            return algorithm;
        }
        catch (Exception exception) when (exception is ArgumentException or CryptographicException)
        {
            // Not a key, or one for another algorithm.
            algorithm.Dispose();
            return null;
        }
    }
}
