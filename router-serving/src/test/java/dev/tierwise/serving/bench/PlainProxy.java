package dev.tierwise.serving.bench;

import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;

/**
 * The floor of the product's own libraries, as nginx is that of the machine: Javalin on virtual threads and Apache
 * HttpClient, which pass bytes on. No keys, no routing, no limits, no log, no metrics; a broken answer ends as if whole.
 */
final class PlainProxy {
    private static final int MANY = 4_096;
    private static final int BUFFER_BYTES = 8 << 10;

    private final CloseableHttpClient client = HttpClients.custom()
            .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                    .setMaxConnTotal(MANY)
                    .setMaxConnPerRoute(MANY)
                    .build())
            .disableAutomaticRetries()
            .disableRedirectHandling()
            .disableCookieManagement()
            .disableContentCompression()
            .build();
    private final String provider;

    private PlainProxy(String provider) {
        this.provider = provider;
    }

    /** Arguments: the port to listen on, and the provider's address. */
    public static void main(String[] args) {
        PlainProxy proxy = new PlainProxy(args[1]);
        Javalin.create(config -> {
                    config.startup.showJavalinBanner = false;
                    config.concurrency.useVirtualThreads = true;
                    config.http.compressionStrategy = CompressionStrategy.NONE;
                    config.routes.post("/<path>", proxy::relay);
                })
                .start("127.0.0.1", Integer.parseInt(args[0]));
    }

    private void relay(Context context) throws IOException {
        HttpPost post = new HttpPost("http://" + provider + context.path());
        post.setEntity(new ByteArrayEntity(context.bodyAsBytes(), ContentType.APPLICATION_JSON));
        try (ClassicHttpResponse answer = client.executeOpen(null, post, null);
                InputStream in = answer.getEntity().getContent()) {
            context.res().setStatus(answer.getCode());
            context.res().setContentType(answer.getEntity().getContentType());
            long length = answer.getEntity().getContentLength();
            if (length >= 0) {
                context.res().setContentLengthLong(length);
            }
            relay(in, context.res().getOutputStream(), length < 0);
        }
    }

    private static void relay(InputStream in, OutputStream out, boolean stream) throws IOException {
        byte[] buffer = new byte[BUFFER_BYTES];
        for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
            out.write(buffer, 0, count);
            if (stream) {
                out.flush();
            }
        }
    }
}
