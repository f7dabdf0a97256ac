namespace CommunityRealtime.Sample;

/// <summary>The settings of the app itself. All have defaults but the key of a real login's tokens.</summary>
internal static class SampleSettings
{
    private static readonly string[] Addresses = [WebHostDefaults.ServerUrlsKey, WebHostDefaults.HttpPortsKey, WebHostDefaults.HttpsPortsKey];
    private static readonly string[] TokenKeys = ["SigningKey", "PublicKeyPem", "Authority"];

    /// <summary>Port 8000, unless <c>--urls</c>, <c>ASPNETCORE_URLS</c> or <c>ASPNETCORE_HTTP_PORTS</c> says otherwise.</summary>
    /// <remarks>"Urls" in appsettings.json would win over the environment variables.</remarks>
    public static void UseDefaultAddress(this WebApplicationBuilder builder)
    {
        if (Addresses.All(name => string.IsNullOrEmpty(builder.Configuration[name])))
        {
            builder.WebHost.UseUrls("http://localhost:8000");
        }
    }

    /// <summary>The library also runs on an app's own login. This app has none, so without a key nobody could enter.</summary>
    public static void RequireTokenKey(this WebApplicationBuilder builder)
    {
        var jwt = builder.Configuration.GetSection("CommunityChat:Jwt");
        if (TokenKeys.All(name => string.IsNullOrEmpty(jwt[name])))
        {
            throw new InvalidOperationException(
                "Set CommunityChat:Jwt:SigningKey (environment variable CommunityChat__Jwt__SigningKey) to the key that "
                + "your tokens are signed with, at least 32 characters. For a try-out set ASPNETCORE_ENVIRONMENT=Development.");
        }
    }
}
