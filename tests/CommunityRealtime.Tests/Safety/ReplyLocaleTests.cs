using System.Text.Json;
using CommunityRealtime.Authentication;
using CommunityRealtime.Protocol;
using CommunityRealtime.Safety;
using CommunityRealtime.Safety.Replies;
using CommunityRealtime.Tests.Hosts;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Primitives;

namespace CommunityRealtime.Tests.Safety;

/// <summary>In which language somebody in a crisis is answered, and whom the answer names.</summary>
public class ReplyLocaleTests
{
    public static TheoryData<string, string> AllTexts()
    {
        var data = new TheoryData<string, string>();
        foreach (var language in ChatLanguages.All)
        {
            foreach (var section in new[] { "passive", "active", "acute", "follow-up", "harm", "held", "offer" })
            {
                data.Add(language, section);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(AllTexts))]
    public void Fill_EveryText_LeavesNoPlaceholderAndNamesAWayToAHuman(string language, string section)
    {
        var texts = ReplyTexts.Read(language);
        foreach (var told in new[] { true, false })
        {
            foreach (var region in new[] { null, "ES", "DE", "GB", "BR" })
            {
                var text = texts.Fill(section, told, Resources().Of(region));

                Assert.DoesNotContain(text, sign => sign is '{' or '}');
                Assert.DoesNotContain("  ", text, StringComparison.Ordinal);
                Assert.Equal(told && section is "passive" or "active" or "acute" or "follow-up" && told, text.Contains(texts["duty"], StringComparison.Ordinal));
                if (section != "harm")
                {
                    Assert.Contains("https://findahelpline.com", text, StringComparison.Ordinal);
                    Assert.All(Resources().Of(region), resource => Assert.Contains(resource.Phone!, text, StringComparison.Ordinal));
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(AllTexts))]
    public void Fill_KnownCountry_NamesItsEmergencyNumberAndNoOther(string language, string section)
    {
        var text = ReplyTexts.Read(language).Fill(section, tellsOfDuty: false, Resources().Of("NZ"));

        Assert.Equal(section is "passive" or "active" or "acute" or "follow-up" or "offer", text.Contains("111", StringComparison.Ordinal));
        Assert.DoesNotContain("112", text, StringComparison.Ordinal);
        Assert.DoesNotContain("911", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("es-MX", null, "en", "Línea de la Vida: llama al 800 911 2000")]
    [InlineData(null, "es", "en", "Thank you")]
    [InlineData(null, "es", null, "Gracias")]
    [InlineData("xx", null, "pt", "Obrigado")]
    [InlineData("fr", null, "de", "Merci")]
    public void For_Language_IsTheAppsThenTheTextsThenTheProgramsOne(string? locale, string? accepted, string? rule, string expected)
    {
        var assessment = new SafetyAssessment
        {
            Verdict = SafetyVerdict.Withhold,
            Category = SafetyCategory.Crisis,
            Level = CrisisLevel.Active,
            Reasons = rule is null ? [] : [new() { RuleId = $"{rule}/active/core:1", Start = 0, Length = 1 }],
        };

        Assert.Contains(expected, new SafetyReplies(Resources()).For(assessment, UserLocale.From(locale, null, accepted)), StringComparison.Ordinal);
    }

    [Fact]
    public void From_ValuesThatMakeNoSense_CountAsNotKnown()
    {
        Assert.Equal(default, UserLocale.From("", "X1", ""));
        Assert.Equal(default, UserLocale.From("1-", "Germany", string.Concat(Enumerable.Repeat("zz;q=,", 2_000))));
        Assert.Equal(default, UserLocale.From(new string('a', 10_000), new string('b', 10_000), new string('c', 10_000)));
        Assert.Equal(new("pt", "BR", "de"), UserLocale.From("pt_br", null, new StringValues("tlh, de-AT;q=0.9, en;q=0.8")));
        Assert.Equal(new("es", "US", null), UserLocale.From("es-MX", "us", StringValues.Empty));
    }

    [Fact]
    public void AddCrisisResources_OfACountry_TakeThePlaceOfTheLibrarysOwn()
    {
        var services = new ServiceCollection();
        services.AddLogging().AddCommunityChat().AddCrisisResources(
            new CrisisResource { Region = "de", Name = "Haus am See", Url = new("https://see.example"), VerifiedOn = new(2026, 1, 1) });
        using var provider = services.BuildServiceProvider();

        var line = Assert.Single(provider.GetRequiredService<CrisisResources>().Of("DE"));
        Assert.Equal("Haus am See", line.Name);
        Assert.Equal("Línea 024", provider.GetRequiredService<CrisisResources>().Of("ES")[0].Name);
    }

    [Theory]
    [InlineData("DEU", "Name", "110", "https://a.example")]
    [InlineData("DE", " ", "110", "https://a.example")]
    [InlineData("DE", "Name", null, null)]
    [InlineData("DE", "Name", "call me", null)]
    [InlineData("DE", "Name", null, "http://a.example")]
    public void AddCrisisResources_OneThatMakesNoSense_IsRefused(string region, string name, string? phone, string? url)
    {
        var resource = new CrisisResource { Region = region, Name = name, Phone = phone, Url = url is null ? null : new(url), VerifiedOn = new(2026, 1, 1) };

        Assert.Throws<ArgumentException>(() => new ServiceCollection().AddCommunityChat().AddCrisisResources(resource));
    }

    [Fact]
    public void Resources_VerifiedLongAgo_AreWarnedOf()
    {
        var logs = new LogCapture();
        using var factory = LoggerFactory.Create(builder => builder.AddProvider(logs));
        var old = new CrisisResource { Region = "CH", Name = "143", Phone = "143", VerifiedOn = new(2020, 1, 1) };

        _ = new CrisisResources([old], new FixedTime(new(2026, 12, 1, 0, 0, 0, TimeSpan.Zero)), factory.CreateLogger<CrisisResources>());
        _ = new CrisisResources([], new FixedTime(new(2026, 12, 1, 0, 0, 0, TimeSpan.Zero)), factory.CreateLogger<CrisisResources>());

        var warnings = logs.Lines.Where(line => line.Id == 1456).Select(line => line.ToString()).ToArray();
        Assert.Equal(2, warnings.Length);
        Assert.Contains("CH", warnings[0], StringComparison.Ordinal);
        Assert.Contains("IE", warnings[1], StringComparison.Ordinal);
        Assert.DoesNotContain("CH", warnings[1], StringComparison.Ordinal);
        Assert.DoesNotContain("US", warnings[1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Author_WhoseTokenNamesLanguageAndCountry_IsAnsweredInThem(bool byTicket)
    {
        await using var app = await ChatApp.StartAsync();
        var token = Tokens.Make(new() { ["sub"] = "42", ["locale"] = "es-MX" });
        var query = byTicket ? $"ticket={await app.TicketAsync(42, token: token)}" : $"token={token}";
        var client = await app.OpenAsync($"/api/communities/ws/5?{query}");

        await client.SendAsync("quiero morirme");

        var content = JsonElement.Parse(await client.ReceiveTextAsync()).GetProperty("content").GetString();
        Assert.StartsWith("Gracias por contarnos", content, StringComparison.Ordinal);
        Assert.Contains("Línea de la Vida", content, StringComparison.Ordinal);
        Assert.Contains("emergencias, el 911", content, StringComparison.Ordinal);
    }

    private static CrisisResources Resources() => new([], TimeProvider.System, NullLogger<CrisisResources>.Instance);

    private sealed class FixedTime(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
