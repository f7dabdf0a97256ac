using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace CommunityRealtime.Tests.Hosts;

/// <summary>The certificate of the tests' servers, made anew for each run.</summary>
internal static class TestCertificate
{
    public static X509Certificate2 Instance { get; } = Make();

    /// <summary>Whether a server showed this certificate.</summary>
    public static bool IsShownBy(X509Certificate? shown) => shown is not null && shown.GetRawCertData().AsSpan().SequenceEqual(Instance.RawData);

    private static X509Certificate2 Make()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }
}
