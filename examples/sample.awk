# sample.awk - connection records in the form of KDD Cup 99, all made up
#
#	awk -v rows=20000 -v seed=1 -f examples/sample.awk > sample.csv
#
# SYNTHETIC: no row is, or comes from, a record of any real or simulated
# network.  The columns are those of kdd99(7), 41 features and a label with
# its dot; the values are drawn from a small story about each kind of
# traffic, so that there is something to train on and to show.  Scores on
# these rows say that the tools work, and nothing about real attacks.
#
#	normal		web, mail, name service, files, time, pings, logins
#	neptune		SYN flood: half-open or refused connections to a port
#	smurf		flood of echo replies that the victim never asked for
#	back		web requests of many thousand slashes
#	teardrop	UDP fragments that overlap
#	portsweep	one host asked for port after port, slowly
#	ipsweep		host after host asked whether it is there
#	satan		a scanner that tries many services in a hurry
#	guess_passwd	telnet logins that fail, one after the other
#	warezclient	a guest fetches much by FTP
#	buffer_overflow	a telnet session that ends in a root shell
#
# Attacks come in episodes, with normal rows in between, and the counts of
# an episode start low.  One attack row in 150 looks like a normal one and
# one normal row in 300 like an attack, so no tree is perfect.
#
# The same rows and seed give the same bytes in any POSIX awk: numbers come
# from our own generator, exact in doubles (L'Ecuyer, Communications of the
# ACM 31(6), 1988, figure 3), and there is no rand(), log() or exp().

function uniform(	z) {
	s1 = (s1 * 40014) % 2147483563
	s2 = (s2 * 40692) % 2147483399
	z = s1 - s2
	if (z < 1)
		z += 2147483562
	return z / 2147483563
}

function between(lo, hi) { return lo + int(uniform() * (hi - lo + 1)) }

function one_in(n) { return uniform() * n < 1 }

# Between lo and hi, most often near lo.
function low(lo, hi,	u) {
	u = uniform()
	return lo + int(u * u * u * (hi - lo + 1))
}

# Shares are whole hundredths, so that no locale's comma gets into a row.
function share(part, all) {
	return part < all ? int(part * 100 / all + 0.5) : 100
}

function blank() {
	duration = src_bytes = dst_bytes = land = wrong_fragment = 0
	urgent = hot = failed_logins = logged_in = compromised = 0
	root_shell = su_attempted = root = files = shells = access = 0
	guest = 0
	protocol = "tcp"
	flag = "SF"
	window(1, 1, 0)
	history(255, 255, 0, 0)
	errors(0, 0)
}

# The last two seconds: n connections to this host, of which same ask for
# this service, and elsewhere more ask other hosts for it.
function window(n, same, elsewhere) {
	count = n
	srv_count = same + elsewhere
	same_srv = share(same, n)
	diff_srv = same < n ? share(low(1, n - same), n) : 0
	srv_diff_host = share(elsewhere, srv_count)
}

# The last connections to this host: n of them, same of this service, and
# the shares that come from this source port and from other hosts.
function history(n, same, source, hosts) {
	host_count = n
	host_srv_count = same
	host_same_srv = share(same, n)
	host_diff_srv = same < n ? share(low(1, n - same), n) : 0
	host_same_port = source
	host_diff_host = hosts
	host_serror = host_srv_serror = host_rerror = host_srv_rerror = 0
}

# Shares of connections with SYN errors and of refused ones.
function errors(syn, refused) {
	serror = srv_serror = host_serror = host_srv_serror = syn
	rerror = srv_rerror = host_rerror = host_srv_rerror = refused
}

function web() {
	service = "http"
	logged_in = 1
	src_bytes = between(150, 380)
	dst_bytes = low(200, 40000)
	if (one_in(200))
		src_bytes = between(8000, 60000)
	window(low(1, 40), low(1, 40), low(0, 5))
	same_srv = 100
	diff_srv = 0
	history(low(1, 255), between(150, 254), low(0, 50),
	    low(0, 15))
	if (one_in(12)) {
		flag = "REJ"
		logged_in = src_bytes = dst_bytes = 0
		errors(0, between(60, 100))
	} else if (one_in(100)) {
		flag = one_in(2) ? "S0" : "S1"
		logged_in = dst_bytes = 0
		src_bytes = flag == "S0" ? 0 : src_bytes
		errors(between(20, 100), 0)
	}
}

function mail() {
	service = "smtp"
	logged_in = 1
	duration = low(0, 12)
	src_bytes = low(550, 4200)
	dst_bytes = between(300, 420)
	window(1, 1, low(0, 3))
	history(between(10, 254), between(40, 210), low(0, 9),
	    low(0, 3))
}

function names() {
	protocol = "udp"
	service = "domain_u"
	src_bytes = between(27, 52)
	dst_bytes = one_in(4) ? 0 : between(40, 150)
	window(low(1, 180), low(1, 180), low(0, 20))
	same_srv = 100
	diff_srv = 0
	history(between(100, 254), between(120, 254), low(0, 9), 0)
}

function queries() {
	protocol = "udp"
	service = one_in(3) ? "other" : one_in(6) ? "ntp_u" : "private"
	duration = service == "other" ? low(0, 9000) : 0
	src_bytes = service == "ntp_u" ? 48 : one_in(20) ? between(28, 60) : \
	    between(101, 149)
	dst_bytes = service == "ntp_u" ? 48 : one_in(4) ? 0 : \
	    between(101, 149)
	window(low(1, 12), 1, low(0, 2))
	history(between(180, 254), between(2, 250), low(0, 99), 0)
}

function data() {
	service = "ftp_data"
	logged_in = one_in(8) ? 0 : 1
	src_bytes = low(50, 90000)
	dst_bytes = 0
	window(low(1, 18), low(1, 18), low(0, 2))
	history(between(16, 254), between(10, 120), low(5, 80),
	    low(0, 6))
}

function control() {
	service = "ftp"
	logged_in = guest = 1
	duration = between(15, 50)
	src_bytes = between(180, 1500)
	dst_bytes = low(700, 4400)
	hot = low(1, 30)
	window(1, 1, 0)
	history(between(10, 254), between(3, 60), low(0, 9), 0)
}

function login() {
	service = "telnet"
	duration = low(5, 9000)
	src_bytes = low(90, 5000)
	dst_bytes = low(250, 900000)
	logged_in = 1
	window(low(1, 3), 1, 0)
	history(between(8, 254), between(1, 60), low(0, 9), 0)
	if (one_in(8)) {
		failed_logins = 1
		if (one_in(2)) {
			logged_in = 0
			duration = low(0, 40)
			src_bytes = between(100, 160)
			dst_bytes = between(160, 260)
			flag = one_in(2) ? "RSTO" : "SF"
		}
	}
	if (logged_in && one_in(10)) {
		su_attempted = one_in(2) ? 1 : 2
		root = low(1, 20)
		compromised = low(0, root)
		root_shell = one_in(2)
	}
}

function ping() {
	protocol = "icmp"
	service = one_in(2) ? "eco_i" : "ecr_i"
	src_bytes = one_in(10) ? between(400, 1472) : between(20, 64)
	window(low(1, 4), 1, low(0, 2))
	history(low(1, 254), low(1, 250), between(2, 100),
	    low(0, 20))
}

function normal(	u) {
	u = uniform() * 100
	if (u < 55)
		web()
	else if (u < 66)
		mail()
	else if (u < 75)
		names()
	else if (u < 87)
		queries()
	else if (u < 92)
		data()
	else if (u < 94)
		control()
	else if (u < 97)
		login()
	else
		ping()
}

# Each attack's row number age of its episode, which set target and mood.

function neptune(	n, same) {
	service = port[one_in(5) ? between(1, ports) : target]
	n = age < 6 ? age : between(60, 290)
	same = n < 6 ? n : low(1, 25)
	window(n, same, 0)
	history(between(200, 254), same, 0, 0)
	flag = mood ? "S0" : "REJ"
	errors(mood ? between(94, 100) : 0,
	    mood ? 0 : between(90, 100))
}

function smurf(	n) {
	protocol = "icmp"
	service = "ecr_i"
	src_bytes = mood ? 548 : 1064
	n = age < 10 ? age : between(280, 509)
	window(n, n, 0)
	history(between(230, 254), between(230, 254), between(95, 100), 0)
}

function back() {
	service = "http"
	logged_in = 1
	src_bytes = between(30000, 58000)
	dst_bytes = between(8200, 8900)
	hot = between(1, 3)
	compromised = one_in(6) ? 0 : 1
	window(low(1, 9), low(1, 9), low(0, 3))
	same_srv = 100
	diff_srv = 0
	history(between(30, 254), between(150, 254), low(0, 5), 0)
	if (one_in(15)) {
		flag = "RSTR"
		errors(0, between(5, 40))
	}
}

function teardrop(	n) {
	protocol = "udp"
	service = "private"
	src_bytes = 28
	wrong_fragment = one_in(12) ? 1 : 3
	n = age < 4 ? age : low(4, 120)
	window(n, n, 0)
	history(between(120, 254), low(1, 130), low(1, 50), 0)
	if (one_in(20))
		wrong_fragment = 0
}

function portsweep() {
	service = one_in(2) ? "private" : one_in(2) ? "other" : \
	    port[between(1, ports)]
	flag = one_in(3) ? "REJ" : one_in(6) ? "S0" : "RSTR"
	duration = one_in(12) ? between(8000, 42000) : 0
	src_bytes = one_in(10) ? 1 : 0
	window(low(1, 6), 1, low(0, 1))
	history(between(200, 254), low(1, 5), between(40, 100), 0)
	host_diff_srv = between(30, 100)
	errors(0, between(50, 100))
}

function ipsweep() {
	protocol = "icmp"
	service = "eco_i"
	src_bytes = one_in(4) ? 18 : mood ? 8 : 10
	window(1, 1, low(0, 45))
	history(low(1, 20), low(1, 250), between(60, 100),
	    between(20, 100))
	if (one_in(15)) {
		protocol = "tcp"
		service = port[between(1, ports)]
		flag = "REJ"
		src_bytes = 0
		errors(0, 100)
	}
}

function satan() {
	service = one_in(3) ? port[between(1, ports)] : "other"
	flag = one_in(6) ? "S0" : "REJ"
	window(age < 6 ? age : between(100, 505), 1, low(0, 2))
	diff_srv = between(50, 100)
	history(between(230, 254), low(1, 8), low(0, 10), 0)
	host_diff_srv = between(40, 100)
	errors(between(2, 30), between(60, 98))
	if (one_in(10)) {
		protocol = "udp"
		service = "private"
		flag = "SF"
		src_bytes = low(0, 40)
	}
}

function guess_passwd() {
	service = "telnet"
	flag = one_in(5) ? "SF" : one_in(8) ? "RSTR" : "RSTO"
	duration = low(0, 20)
	src_bytes = between(108, 150)
	dst_bytes = between(165, 240)
	failed_logins = one_in(8) ? between(0, 5) : 1
	hot = between(0, 2)
	window(low(1, 3), low(1, 3), 0)
	same_srv = 100
	diff_srv = 0
	history(age + 1, age + 1, low(2, 50), 0)
	errors(low(0, 10), between(50, 96))
}

function warezclient() {
	logged_in = 1
	history(one_in(2) ? low(1, 20) : between(150, 254), low(2, 120),
	    low(0, 100), low(0, 30))
	if (one_in(3)) {
		service = "ftp"
		guest = 1
		duration = between(30, 9000)
		src_bytes = between(900, 1500)
		dst_bytes = between(2300, 2900)
		hot = between(20, 30)
	} else {
		service = "ftp_data"
		src_bytes = one_in(3) ? between(100000, 5200000) : \
		    between(315, 365)
	}
}

function buffer_overflow() {
	service = "telnet"
	logged_in = 1
	duration = between(10, 320)
	src_bytes = between(900, 3000)
	dst_bytes = between(1300, 17000)
	hot = between(1, 5)
	compromised = low(0, 4)
	root_shell = one_in(5) ? 0 : 1
	root = low(0, 4)
	files = low(0, 4)
	shells = one_in(3)
	history(low(1, 12), low(1, 4), between(10, 100), 0)
	host_same_srv = 100
	host_diff_srv = 0
}

function attack(name) {
	if (name == "neptune")
		neptune()
	else if (name == "smurf")
		smurf()
	else if (name == "back")
		back()
	else if (name == "teardrop")
		teardrop()
	else if (name == "portsweep")
		portsweep()
	else if (name == "ipsweep")
		ipsweep()
	else if (name == "satan")
		satan()
	else if (name == "guess_passwd")
		guess_passwd()
	else if (name == "warezclient")
		warezclient()
	else
		buffer_overflow()
}

# A kind of attack by weight, and what its rows have in common.
function choose(	u) {
	u = between(1, weights)
	for (kind = 1; u > weight[kind]; kind++)
		u -= weight[kind]
	age = 0
	mood = one_in(3) ? 0 : 1
	target = one_in(3) ? between(1, ports) : 1
}

function plan(name, w, shortest, longest) {
	kinds++
	called[kinds] = name
	weight[kinds] = w
	weights += w
	least[kinds] = shortest
	most[kinds] = longest
}

function write(label) {
	printf("%d,%s,%s,%s,%d,%d,%d,%d,%d,%d,%d,%d,%d,%d,%d,%d,%d,%d,%d," \
	    "0,0,%d,%d,%d,%s,%s,%s,%s,%s,%s,%s,%d,%d,%s,%s,%s,%s,%s,%s,%s,%s," \
	    "%s.\n",
	    duration, protocol, service, flag, src_bytes, dst_bytes, land,
	    wrong_fragment, urgent, hot, failed_logins, logged_in,
	    compromised, root_shell, su_attempted, root, files, shells,
	    access, guest, count, srv_count, dec[serror], dec[srv_serror],
	    dec[rerror], dec[srv_rerror], dec[same_srv], dec[diff_srv],
	    dec[srv_diff_host], host_count, host_srv_count,
	    dec[host_same_srv], dec[host_diff_srv], dec[host_same_port],
	    dec[host_diff_host], dec[host_serror], dec[host_srv_serror],
	    dec[host_rerror], dec[host_srv_rerror], label)
}

BEGIN {
	rows = rows == "" ? 20000 : int(rows)
	seed = seed == "" ? 1 : int(seed)
	s1 = (seed < 0 ? -seed : seed) % 2147483562 + 1
	s2 = 1999
	for (i = 0; i < 20; i++)
		uniform()
	for (i = 0; i <= 100; i++)
		dec[i] = i < 100 ? sprintf("0.%02d", i) : "1.00"
	ports = split("private telnet finger ftp_data http smtp auth uucp " \
	    "whois time domain sunrpc imap4 pop_3 ldap", port, " ")
	plan("neptune", 10, 40, 200)
	plan("smurf", 8, 40, 160)
	plan("back", 5, 10, 50)
	plan("teardrop", 6, 10, 40)
	plan("portsweep", 10, 10, 40)
	plan("ipsweep", 10, 10, 40)
	plan("satan", 8, 15, 50)
	plan("guess_passwd", 12, 5, 25)
	plan("warezclient", 14, 3, 15)
	plan("buffer_overflow", 14, 1, 3)

	left = 0		# rows left of the episode
	for (i = 0; i < rows; i++) {
		if (left == 0 && one_in(50)) {
			choose()
			left = between(least[kind], most[kind])
		}
		blank()
		if (left > 0 && !one_in(8)) {
			left--
			age++
			if (one_in(150))
				normal()
			else
				attack(called[kind])
			write(called[kind])
		} else {
			if (left == 0 && one_in(300)) {
				choose()
				age = between(1, 20)
				attack(called[kind])
			} else
				normal()
			write("normal")
		}
	}
}
