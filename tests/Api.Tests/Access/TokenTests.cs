using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using LearnML.Api.Tests.Hosting;
using ServiceProcess = LearnML.Api.Tests.Hosting.ServiceProcess;

namespace LearnML.Api.Tests.Access;

/// <summary>JSON Web Tokens of a configured issuer.</summary>
public sealed class TokenTests
{
    private const string Issuer = "https://issuer.example.org";
    private static readonly byte[] Key = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];

    [Fact]
    public async Task An_issuers_token_opens_what_its_scopes_name()
    {
        using var data = new TemporaryFolder();
        const string Section = "--Authentication:Schemes:Bearer:";
        await using var service = await Service.StartAsync(
            data, null, "--LearnML:RequireKeys", "true", Section + "ValidIssuer", Issuer, Section + "ValidAudiences:0", "learnml",
            Section + "SigningKeys:0:Issuer", Issuer, Section + "SigningKeys:0:Value", Convert.ToBase64String(Key));
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        var good = new { iss = Issuer, aud = "learnml", sub = "ci", scope = "read predict", exp = now + 600 };

        await using var caller = service.As(Token(good, Key));
        var who = await caller.Client.Access.GetCallerAsync(TestContext.Current.CancellationToken);
        Assert.Equal("token:ci", who!.Name);
        Assert.Equal(HttpStatusCode.OK, (await caller.GetAsync("/api/jobs")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await caller.PostAsync("/api/jobs", "{}")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await caller.GetAsync("/api/keys")).Status);

        string[] bad =
        [
            Token(new { iss = Issuer, aud = "learnml", sub = "ci", scope = "admin", exp = now - 600 }, Key), // expired
            Token(new { iss = Issuer, aud = "elsewhere", sub = "ci", scope = "admin", exp = now + 600 }, Key),
            Token(new { iss = "https://evil.example.org", aud = "learnml", sub = "ci", scope = "admin", exp = now + 600 }, Key),
            Token(new { iss = Issuer, aud = "learnml", scope = "admin", exp = now + 600 }, Key), // nobody's
            Token(good, new byte[32]), // signed by another key
            Encode(new { alg = "none", typ = "JWT" }) + "." + Encode(good) + ".",
        ];
        foreach (var token in bad)
        {
            await using var stranger = service.As(token);
            var problem = (await stranger.GetAsync("/api/jobs")).ShouldBeProblem(HttpStatusCode.Unauthorized);
            Assert.DoesNotContain("IDX", problem.Detail, StringComparison.Ordinal);
        }

        Assert.Contains("A token was refused: SecurityTokenExpiredException", service.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_authority_says_itself_which_keys_it_signs_with()
    {
        using var data = new TemporaryFolder();
        await using var authority = await Authority.StartAsync();
        const string Section = "--Authentication:Schemes:Bearer:";
        await using var service = await Service.StartAsync(
            data, null, "--LearnML:RequireKeys", "true", Section + "ValidAudiences:0", "learnml",
            Section + "Authority", authority.Address, Section + "RequireHttpsMetadata", "false");
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        var good = new { iss = authority.Address, aud = "learnml", sub = "ci", scope = "read", exp = now + 600 };

        await using var caller = service.As(authority.Sign(good));
        Assert.Equal("token:ci", (await caller.Client.Access.GetCallerAsync(TestContext.Current.CancellationToken))!.Name);
        Assert.Equal(HttpStatusCode.Forbidden, (await caller.PostAsync("/api/jobs", "{}")).Status);

        await using var another = await Authority.StartAsync();
        string[] bad = [another.Sign(good), authority.Sign(good with { iss = Issuer }),
            authority.Sign(good with { aud = "elsewhere" }), authority.Sign(good with { exp = now - 600 }), Token(good, Key)];
        foreach (var token in bad)
        {
            await using var stranger = service.As(token);
            (await stranger.GetAsync("/api/jobs")).ShouldBeProblem(HttpStatusCode.Unauthorized);
        }
    }

    [Theory]
    [InlineData("--Authentication:Schemes:Bearer:Authority", Issuer)]
    [InlineData("--Authentication:Schemes:Bearer:ValidAudiences:0", "learnml")]
    public async Task It_does_not_start_where_tokens_for_others_would_do_or_none_could(string setting, string value)
    {
        using var data = new TemporaryFolder();
        await using var service = ServiceProcess.Launch(data, null, setting, value);

        Assert.Equal(1, await service.ExitAsync());
        Assert.Contains("Authentication:Schemes:Bearer must have an Authority or SigningKeys", service.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_issuers_tokens_are_refused_also_where_the_settings_name_none()
    {
        using var data = new TemporaryFolder();
        const string Section = "--Authentication:Schemes:Bearer:";
        await using var service = await Service.StartAsync(
            data, null, "--LearnML:RequireKeys", "true", Section + "ValidAudience", "learnml",
            Section + "SigningKeys:0:Issuer", Issuer, Section + "SigningKeys:0:Value", Convert.ToBase64String(Key));
        var claims = new
        {
            iss = "https://evil.example.org",
            aud = "learnml",
            sub = "ci",
            scope = "admin",
            exp = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() + 600,
        };

        await using var caller = service.As(Token(claims, Key));

        (await caller.GetAsync("/api/jobs")).ShouldBeProblem(HttpStatusCode.Unauthorized);
    }

    private static string Token(object claims, byte[] key)
    {
        var signed = Encode(new { alg = "HS256", typ = "JWT" }) + "." + Encode(claims);
        return signed + "." + Base64Url.EncodeToString(HMACSHA256.HashData(key, Encoding.ASCII.GetBytes(signed)));
    }

    private static string Encode(object part) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(part));
}
