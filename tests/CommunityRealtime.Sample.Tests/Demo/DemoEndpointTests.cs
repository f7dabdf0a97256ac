using System.Buffers.Text;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using CommunityRealtime.Sample.Tests.Support;

namespace CommunityRealtime.Sample.Tests.Demo;

public sealed class DemoEndpointTests(SampleHostFixture sample) : IClassFixture<SampleHostFixture>
{
    [Fact]
    public async Task Token_OfADemoUser_CarriesIdNameAndExpiry()
    {
        using var alice = await DemoClient.SignInAsync(sample.Host, 42);

        var parts = alice.Token.Split('.');
        var header = JsonNode.Parse(Base64Url.DecodeFromChars(parts[0]))!;
        var claims = JsonNode.Parse(Base64Url.DecodeFromChars(parts[1]))!;
        Assert.Equal("HS256", header["alg"]!.GetValue<string>());
        Assert.Equal("42", claims["sub"]!.GetValue<string>());
        Assert.Equal("Alice", claims["name"]!.GetValue<string>());
        Assert.True(claims["exp"]!.GetValue<long>() > DateTimeOffset.UtcNow.ToUnixTimeSeconds());
    }

    [Theory]
    [InlineData("""{"user_id":7}""")]
    [InlineData("""{"user_id":"42"}""")]
    [InlineData("""{"user_id":4.2}""")]
    [InlineData("""{"user_id":null}""")]
    [InlineData("""{"user_id":99999999999999999999}""")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("42")]
    [InlineData("user_id=42")]
    [InlineData("")]
    public async Task Token_ForABadRequest_GetsProblemDetails(string body)
    {
        using var http = new HttpClient { BaseAddress = sample.Host.Address };
        using var content = new StringContent(body, Encoding.UTF8, "application/json");

        using var response = await http.PostAsync(new Uri("/api/dev/token", UriKind.Relative), content);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal(400, (await response.Content.ReadFromJsonAsync<JsonNode>())!["status"]!.GetValue<int>());
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("""{"community_id":5,"user_id":43}""")]
    [InlineData("""{"community_id":5,"user_id":43,"status":"king"}""")]
    [InlineData("""{"community_id":"five","user_id":43,"status":"none"}""")]
    public async Task Members_BadRequest_IsToldWhatToSend(string body)
    {
        using var http = new HttpClient { BaseAddress = sample.Host.Address };
        using var content = new StringContent(body, Encoding.UTF8, "application/json");

        using var response = await http.PostAsync(new Uri("/api/dev/members", UriKind.Relative), content);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("community_id", (await response.Content.ReadFromJsonAsync<JsonNode>())!["detail"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Members_SetAndRemoved_MayReadAndMayNot()
    {
        using var client = await DemoClient.SignInAsync(sample.Host, 99);
        using var http = new HttpClient { BaseAddress = sample.Host.Address };
        http.DefaultRequestHeaders.Authorization = new("Bearer", client.Token);

        foreach (var (status, code) in new[] { ("member", HttpStatusCode.OK), ("banned", HttpStatusCode.Forbidden), ("none", HttpStatusCode.Forbidden) })
        {
            using var set = await http.PostAsJsonAsync("/api/dev/members", new { community_id = 7, user_id = 99, status });
            using var page = await http.GetAsync(new Uri("/api/communities/7/messages", UriKind.Relative));

            Assert.Equal((HttpStatusCode.NoContent, code), (set.StatusCode, page.StatusCode));
        }
    }

    [Fact]
    public async Task Demo_Asked_NamesUsersAndCommunities()
    {
        using var http = new HttpClient { BaseAddress = sample.Host.Address };

        var demo = await http.GetFromJsonAsync<JsonNode>("/api/dev/demo");

        Assert.Equal([42, 43, 44, 90, 91, 99], demo!["users"]!.AsArray().Select(user => user!["id"]!.GetValue<int>()));
        Assert.Equal([1, 5], demo["communities"]!.AsArray().Select(community => community!["id"]!.GetValue<int>()));
    }

    [Theory]
    [InlineData(42, 1, true)]
    [InlineData(43, 5, true)]
    [InlineData(44, 5, true)]
    [InlineData(90, 5, true)]
    [InlineData(90, 1, false)]
    [InlineData(91, 1, true)]
    [InlineData(91, 5, true)]
    [InlineData(99, 1, false)]
    [InlineData(99, 5, false)]
    public async Task DemoUser_InACommunity_IsAMemberAsPromised(int user, int community, bool isMember)
    {
        using var client = await DemoClient.SignInAsync(sample.Host, user);
        using var http = new HttpClient { BaseAddress = sample.Host.Address };
        http.DefaultRequestHeaders.Authorization = new("Bearer", client.Token);

        using var response = await http.GetAsync(new Uri($"/api/communities/{community}/messages", UriKind.Relative));

        Assert.Equal(isMember ? HttpStatusCode.OK : HttpStatusCode.Forbidden, response.StatusCode);
    }
}
