using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace LearnML.Api.Tests.Access.Keys;

/// <summary>Issues tokens and publishes its keys as defined by OpenID Connect Discovery 1.0.</summary>
internal sealed class OpenIdIssuer : IAsyncDisposable
{
    private const string KeyId = "today";

    private readonly RSA key = RSA.Create(2048);
    private readonly WebApplication app;

    private OpenIdIssuer()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        app = builder.Build();
        app.MapGet("/.well-known/openid-configuration", () => Results.Json(new { issuer = Address, jwks_uri = Address + "/keys" }));
        app.MapGet("/keys", () =>
        {
            var numbers = key.ExportParameters(includePrivateParameters: false);
            return Results.Json(new
            {
                keys = new[]
                {
                    new
                    {
                        kty = "RSA",
                        use = "sig",
                        alg = "RS256",
                        kid = KeyId,
                        n = Base64Url.EncodeToString(numbers.Modulus),
                        e = Base64Url.EncodeToString(numbers.Exponent),
                    },
                },
            });
        });
    }

    public string Address => app.Urls.Single();

    public static async Task<OpenIdIssuer> StartAsync()
    {
        var authority = new OpenIdIssuer();
        await authority.app.StartAsync();
        return authority;
    }

    public string Sign(object claims)
    {
        var signedPart = EncodeJson(new { alg = "RS256", typ = "JWT", kid = KeyId }) + "." + EncodeJson(claims);
        return signedPart + "." + Base64Url.EncodeToString(
            key.SignData(Encoding.ASCII.GetBytes(signedPart), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync(); // A host that is only disposed logs its background services as failed.
        await app.DisposeAsync();
        key.Dispose();
    }

    private static string EncodeJson(object part) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(part));
}
