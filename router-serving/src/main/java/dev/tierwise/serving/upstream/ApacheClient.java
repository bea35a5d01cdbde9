package dev.tierwise.serving.upstream;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.client5.http.routing.RoutingSupport;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.pool.PoolConcurrencyPolicy;
import org.apache.hc.core5.pool.PoolStats;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/**
 * Apache HttpClient's blocking client over a pool of connections. It follows no redirect, keeps no cookie, retries
 * nothing and decides nothing: whatever a provider does is for the caller to judge. Limits of time other than that of
 * connecting are the caller's, too, by way of cancelling.
 */
public final class ApacheClient implements ProviderClient {
    private static final int BUFFER_BYTES = 4 << 10;
    private static final int MAX_LINE_BYTES = 64 << 10;
    private static final int MAX_HEADERS = 200;
    private static final Timeout NO_LIMIT = Timeout.DISABLED;
    private static final Timeout CONNECT_AT_MOST = Timeout.ofMinutes(1);

    /** A client and the pool it owns. */
    private record Pooled(CloseableHttpClient client, PoolingHttpClientConnectionManager pool) {}

    /** What this machine trusts, read when a provider is first spoken to over TLS. */
    private static final class Tls {
        private static final TlsSocketStrategy STRATEGY = DefaultClientTlsStrategy.createDefault();
    }

    /** Whose connections a pool holds, and how many at most: another bound after a reload is another pool. */
    private record Owner(String provider, int maxConnections) {}

    private final Map<Owner, Pooled> clients = new ConcurrentHashMap<>();
    /** By time to connect, of which a configuration has few. */
    private final Map<Duration, RequestConfig> limits = new ConcurrentHashMap<>();

    /** Reads what this machine trusts, a hundred certificates, before the first call over TLS would have to. */
    public static void loadTrust() {
        Objects.requireNonNull(Tls.STRATEGY);
    }

    @Override
    public Answer post(Call call, Consumer<Runnable> onCancellable) throws IOException {
        HttpPost post = new HttpPost(call.uri());
        for (Map.Entry<String, String> header : call.headers()) {
            post.addHeader(header.getKey(), header.getValue());
        }
        post.setConfig(limits.computeIfAbsent(call.connectTimeout(), ApacheClient::limits));
        post.setEntity(new ByteArrayEntity(call.body(), ContentType.APPLICATION_JSON));
        onCancellable.accept(post::cancel);
        try {
            return new ApacheAnswer(
                    post,
                    client(call).executeOpen(RoutingSupport.determineHost(post), post, HttpClientContext.create()));
        } catch (HttpException e) {
            throw new IOException("not HTTP: " + e.getClass().getSimpleName(), e);
        } catch (IllegalStateException e) {
            throw new IOException("the client is closed", e);
        }
    }

    private CloseableHttpClient client(Call call) {
        return clients.computeIfAbsent(new Owner(call.provider(), call.maxConnections()), ApacheClient::newClient)
                .client();
    }

    /** A connection that is free or new has to be had in this time; nothing else has a limit here. */
    @SuppressWarnings("deprecation") // The limit on connecting would otherwise be the pool's, and is the model's.
    private static RequestConfig limits(Duration connectTimeout) {
        return RequestConfig.custom()
                .setConnectionRequestTimeout(Timeout.of(connectTimeout))
                .setConnectTimeout(connectTimeout.isZero() ? CONNECT_AT_MOST : Timeout.of(connectTimeout))
                .setResponseTimeout(NO_LIMIT)
                .setProtocolUpgradeEnabled(false)
                .build();
    }

    private static Pooled newClient(Owner owner) {
        PoolingHttpClientConnectionManager pool = PoolingHttpClientConnectionManagerBuilder.create()
                .setConnectionFactory(ManagedHttpClientConnectionFactory.builder()
                        // Three buffers of the client's usual 32 KiB each would be most of what a stream holds.
                        .http1Config(Http1Config.custom()
                                .setBufferSize(BUFFER_BYTES)
                                .setMaxLineLength(MAX_LINE_BYTES)
                                .setMaxHeaderCount(MAX_HEADERS)
                                .build())
                        .build())
                .setMaxConnPerRoute(owner.maxConnections())
                .setPoolConcurrencyPolicy(PoolConcurrencyPolicy.LAX)
                .setTlsSocketStrategy((socket, target, port, attachment, context) ->
                        Tls.STRATEGY.upgrade(socket, target, port, attachment, context))
                .setDefaultSocketConfig(SocketConfig.custom()
                        .setTcpNoDelay(true)
                        .setSoTimeout(NO_LIMIT)
                        .build())
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setSocketTimeout(NO_LIMIT)
                        .setValidateAfterInactivity(TimeValue.ofSeconds(1))
                        .setTimeToLive(TimeValue.ofMinutes(10))
                        .build())
                .build();
        CloseableHttpClient client = HttpClients.custom()
                .setConnectionManager(pool)
                // Cookies are off; their list of public suffixes would be read all the same.
                .setDefaultCookieSpecRegistry(_ -> null)
                .evictIdleConnections(TimeValue.ofSeconds(30))
                .disableAutomaticRetries()
                .disableRedirectHandling()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableContentCompression()
                .disableDefaultUserAgent()
                .build();
        return new Pooled(client, pool);
    }

    @Override
    public Connections connections() {
        int leased = 0;
        int idle = 0;
        for (Pooled pooled : clients.values()) {
            PoolStats stats = pooled.pool().getTotalStats();
            leased += stats.getLeased();
            idle += stats.getAvailable();
        }
        return new Connections(leased, idle);
    }

    @Override
    public void close() {
        clients.values().forEach(pooled -> pooled.client().close(CloseMode.IMMEDIATE));
    }

    /** The client's own streams read on to the end of an answer when they are closed, however long its writer takes. */
    private static final class LeftOpen extends FilterInputStream {
        LeftOpen(InputStream in) {
            super(in);
        }

        @Override
        public void close() {
            // Read to its end it has given its connection back; before that, cancelling ends it.
        }
    }

    private static final class ApacheAnswer implements Answer {
        private final HttpPost post;
        private final ClassicHttpResponse response;

        ApacheAnswer(HttpPost post, ClassicHttpResponse response) {
            this.post = post;
            this.response = response;
        }

        @Override
        public int status() {
            return response.getCode();
        }

        @Override
        public List<Map.Entry<String, String>> headers() {
            Header[] all = response.getHeaders();
            List<Map.Entry<String, String>> headers = new ArrayList<>(all.length);
            for (Header header : all) {
                String value = header.getValue();
                headers.add(Map.entry(header.getName().toLowerCase(Locale.ROOT), value == null ? "" : value));
            }
            return headers;
        }

        @Override
        public long length() {
            HttpEntity entity = response.getEntity();
            return entity == null ? 0 : entity.getContentLength();
        }

        /** Unpacked where the provider packed it, although it was not asked to. */
        @Override
        public InputStream body() throws IOException {
            HttpEntity entity = response.getEntity();
            if (entity == null) {
                return InputStream.nullInputStream();
            }
            String encoding = entity.getContentEncoding();
            InputStream body = new LeftOpen(entity.getContent());
            return encoding != null && encoding.toLowerCase(Locale.ROOT).endsWith("gzip")
                    ? new GZIPInputStream(body)
                    : body;
        }

        @Override
        public void close() {
            // After a body read to its end this finds nothing left to cancel; before it, nothing must be drained.
            post.cancel();
            try {
                response.close();
            } catch (IOException e) {
                // The connection is gone either way.
            }
        }
    }
}
