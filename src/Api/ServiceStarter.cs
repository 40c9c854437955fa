using System.Net.Sockets;
using System.Security.Cryptography;
using LearnML.Api.Hosting;
using LearnML.Api.Storage;
using Microsoft.AspNetCore.Connections;

namespace LearnML.Api;

/// <summary>Starts the service. If it cannot start, the console gets one line.</summary>
internal sealed class ServiceStarter
{
    private const string HostCategory = "Microsoft.Extensions.Hosting.Internal.Host";

    private const string KestrelAssembly = "Microsoft.AspNetCore.Server.Kestrel.Core";

    private bool isStarted;

    /// <summary>The host logs a failed start with its stack trace. This constructor turns that off until the start has succeeded.</summary>
    /// <param name="logging">The logging of the service.</param>
    public ServiceStarter(ILoggingBuilder logging) =>
        logging.AddFilter(HostCategory, level => isStarted && level >= LogLevel.Information);

    /// <summary>Initializes and starts the service.</summary>
    /// <returns>False if it was told to stop before it had started.</returns>
    /// <exception cref="StartupException">The database cannot be used, or the service cannot listen on an address.</exception>
    public async Task<bool> StartAsync(WebApplication app)
    {
        try
        {
            await app.InitializeAsync();
            await app.StartAsync();
            isStarted = true;
            return true;
        }
        catch (OperationCanceledException) when (app.Lifetime.ApplicationStopping.IsCancellationRequested)
        {
            return false;
        }
        catch (Exception exception) when (DatabaseFailure.IsDamaged(exception))
        {
            throw app.Services.GetRequiredService<DatabaseInitializer>().CreateDamagedException(exception);
        }
        catch (IOException exception) when (exception.InnerException is AddressInUseException)
        {
            throw new StartupException($"{exception.Message} Choose another address with --urls.");
        }
        catch (Exception exception) when (IsAddressFailure(exception) || IsCertificateFailure(exception, app.Configuration))
        {
            var reason = exception.GetBaseException().Message.Split(["\r", "\n", ". "], StringSplitOptions.None)[0].TrimEnd('.');
            throw new StartupException(
                $"The service cannot listen: {reason}. Choose another address with --urls, or for https a certificate with "
                    + "Kestrel:Certificates:Default:Path.");
        }
        catch (ArgumentOutOfRangeException exception) when (exception.ParamName == "port")
        {
            throw new StartupException("A port in --urls is not between 0 and 65535.");
        }
    }

    /// <summary>
    /// Returns whether the server rejected an address: a scheme that it does not know, https without a certificate, an address of another machine,
    /// or a port that only an administrator may use.
    /// </summary>
    private static bool IsAddressFailure(Exception exception) => exception is SocketException
        || (exception is InvalidOperationException && exception.Source == KestrelAssembly);

    /// <summary>Returns whether the file of a certificate is missing, damaged, or has another password.</summary>
    private static bool IsCertificateFailure(Exception exception, IConfiguration configuration) => exception switch
    {
        CryptographicException => true,
        FileNotFoundException { FileName: { } file } => configuration.GetSection("Kestrel").AsEnumerable()
            .Any(setting => setting.Value is { Length: > 0 } value && file.EndsWith(value, StringComparison.Ordinal)),
        _ => false,
    };
}
