using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using LearnML.Api.Tests.Hosting;

namespace LearnML.Api.Tests.Access.Keys;

/// <summary>JSON Web Tokens of a configured issuer.</summary>
public sealed class BearerTokenTests
{
    private const string Issuer = "https://issuer.example.org";
    private static readonly byte[] SigningKey = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];

    [Fact]
    public async Task Token_opens_exactly_the_routes_of_its_scopes()
    {
        using var data = new TemporaryFolder();
        const string Section = "--Authentication:Schemes:Bearer:";
        await using var service = await Service.StartAsync(
            data, null, "--LearnML:RequireKeys", "true", Section + "ValidIssuer", Issuer, Section + "ValidAudiences:0", "learnml",
            Section + "SigningKeys:0:Issuer", Issuer, Section + "SigningKeys:0:Value", Convert.ToBase64String(SigningKey));
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        var validClaims = new { iss = Issuer, aud = "learnml", sub = "ci", scope = "read predict", exp = now + 600 };

        await using var caller = service.WithKey(SignToken(validClaims, SigningKey));
        var identity = await caller.Client.Access.GetCallerAsync(TestContext.Current.CancellationToken);
        Assert.Equal("token:ci", identity!.Name);
        Assert.Equal(HttpStatusCode.OK, (await caller.GetAsync("/api/jobs")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await caller.PostAsync("/api/jobs", "{}")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await caller.GetAsync("/api/keys")).Status);

        string[] invalidTokens =
        [
            SignToken(new { iss = Issuer, aud = "learnml", sub = "ci", scope = "admin", exp = now - 600 }, SigningKey), // expired
            SignToken(new { iss = Issuer, aud = "elsewhere", sub = "ci", scope = "admin", exp = now + 600 }, SigningKey),
            SignToken(new { iss = "https://evil.example.org", aud = "learnml", sub = "ci", scope = "admin", exp = now + 600 }, SigningKey),
            SignToken(new { iss = Issuer, aud = "learnml", scope = "admin", exp = now + 600 }, SigningKey), // no subject
            SignToken(validClaims, new byte[32]), // signed by another key
            EncodeJson(new { alg = "none", typ = "JWT" }) + "." + EncodeJson(validClaims) + ".",
        ];
        foreach (var token in invalidTokens)
        {
            await using var other = service.WithKey(token);
            var problem = (await other.GetAsync("/api/jobs")).ShouldBeProblem(HttpStatusCode.Unauthorized);
            Assert.DoesNotContain("IDX", problem.Detail, StringComparison.Ordinal);
        }

        Assert.Contains("A token was refused: SecurityTokenExpiredException", service.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Signing_keys_are_read_from_the_authority()
    {
        using var data = new TemporaryFolder();
        await using var authority = await OpenIdIssuer.StartAsync();
        const string Section = "--Authentication:Schemes:Bearer:";
        await using var service = await Service.StartAsync(
            data, null, "--LearnML:RequireKeys", "true", Section + "ValidAudiences:0", "learnml",
            Section + "Authority", authority.Address, Section + "RequireHttpsMetadata", "false");
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        var validClaims = new { iss = authority.Address, aud = "learnml", sub = "ci", scope = "read", exp = now + 600 };

        await using var caller = service.WithKey(authority.Sign(validClaims));
        Assert.Equal("token:ci", (await caller.Client.Access.GetCallerAsync(TestContext.Current.CancellationToken))!.Name);
        Assert.Equal(HttpStatusCode.Forbidden, (await caller.PostAsync("/api/jobs", "{}")).Status);

        await using var another = await OpenIdIssuer.StartAsync();
        string[] invalidTokens = [another.Sign(validClaims), authority.Sign(validClaims with { iss = Issuer }),
            authority.Sign(validClaims with { aud = "elsewhere" }),
            authority.Sign(validClaims with { exp = now - 600 }), SignToken(validClaims, SigningKey)];
        foreach (var token in invalidTokens)
        {
            await using var other = service.WithKey(token);
            (await other.GetAsync("/api/jobs")).ShouldBeProblem(HttpStatusCode.Unauthorized);
        }
    }

    [Theory]
    [InlineData("--Authentication:Schemes:Bearer:Authority", Issuer)]
    [InlineData("--Authentication:Schemes:Bearer:ValidAudiences:0", "learnml")]
    public async Task Service_does_not_start_without_an_audience_or_signing_keys(string setting, string value)
    {
        using var data = new TemporaryFolder();

        Assert.Contains("Authentication:Schemes:Bearer must have an Authority or SigningKeys",
            await ServiceCommand.FailAsync(data, setting, value), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Token_of_another_issuer_is_rejected_even_if_no_issuer_is_configured()
    {
        using var data = new TemporaryFolder();
        const string Section = "--Authentication:Schemes:Bearer:";
        await using var service = await Service.StartAsync(
            data, null, "--LearnML:RequireKeys", "true", Section + "ValidAudience", "learnml",
            Section + "SigningKeys:0:Issuer", Issuer, Section + "SigningKeys:0:Value", Convert.ToBase64String(SigningKey));
        var claims = new
        {
            iss = "https://evil.example.org",
            aud = "learnml",
            sub = "ci",
            scope = "admin",
            exp = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() + 600,
        };

        await using var caller = service.WithKey(SignToken(claims, SigningKey));

        (await caller.GetAsync("/api/jobs")).ShouldBeProblem(HttpStatusCode.Unauthorized);
    }

    private static string SignToken(object claims, byte[] key)
    {
        var signedPart = EncodeJson(new { alg = "HS256", typ = "JWT" }) + "." + EncodeJson(claims);
        return signedPart + "." + Base64Url.EncodeToString(HMACSHA256.HashData(key, Encoding.ASCII.GetBytes(signedPart)));
    }

    private static string EncodeJson(object part) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(part));
}
